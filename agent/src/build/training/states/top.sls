base:
  '*':
    - training
