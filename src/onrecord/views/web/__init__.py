"""The web page: Starlette and server-rendered templates, without JavaScript."""
