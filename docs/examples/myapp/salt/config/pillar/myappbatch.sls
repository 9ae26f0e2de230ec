# The batch workers are a service of their own that shares myapp's states, as the base's top file says; what differs
# is here.
include:
  - myapp

myapp:
  port: 8080
