"""The graph over HTTP: a SPARQL endpoint and pages around it; `app.application` makes it."""
