base:
  domain: example.com
  packages:
    - ca-certificates
