# From the most generic to the most specific, because later values override earlier ones. A file that does not
# exist is left out, so that a new environment needs nothing but its own file.
base:
  '*':
    - base
    - order: 1
{% for level, order in (('service_name', 5), ('service_group', 10)) -%}
{% for root in opts['pillar_roots']['base'] -%}
{% set sls = grains.get(level, '') -%}
{% if sls and salt['file.file_exists']('{0}/{1}.sls'.format(root, sls)) %}
  '{{ level }}:{{ sls }}':
    - match: grain
    - {{ sls }}
    - order: {{ order }}
{% endif %}
{% endfor -%}
{% endfor -%}
