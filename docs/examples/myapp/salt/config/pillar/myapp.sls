enable_monitoring: False

myapp:
  port: 80
