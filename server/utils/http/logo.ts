/**
 * The application's symbol for pages that load nothing; the same as `public/icon.svg`, as a test
 * says.
 */
export const logo = `
<svg aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="9" fill="#0f4f4c"/>
<path d="M7.5 20.5a8.5 8.5 0 0 1 17 0z" fill="#f6b45f"/>
<path d="M4.5 20.5h23" stroke="#fdf8ef" stroke-width="2.2" stroke-linecap="round"/>
<path d="M9.5 25.2h13" stroke="#fdf8ef" stroke-opacity=".45" stroke-width="2.2" stroke-linecap="round"/>
</svg>
`
