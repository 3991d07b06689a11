"""The page: Starlette, server-rendered templates, no JavaScript needed."""
