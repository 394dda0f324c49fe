// oidc-provider warns on standard error about every Node.js release that is not a long-term one,
// which nobody here can change.
const { warn } = console
console.warn = () => {}
const { default: Provider, errors } = await import('oidc-provider')
console.warn = warn

export { errors, Provider }
