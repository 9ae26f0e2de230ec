{% set owner = grains['id'] %}
settings:
  owner: {{ owner | yaml_dquote }}
  port: 8080
  users: [ann, bob]
