// Calls made from this page use the session of the browser; the token of its cookie is sent along as for any page.
const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1];

globalThis.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  filter: true,
  docExpansion: "none",
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const token = csrf();
    if (token) request.headers["X-CSRFToken"] = token;
    return request;
  },
});
