{%- if grains.get('service_node') %}
{%- set short = '%s-%s' | format(grains['cluster_name'], grains['service_node']) %}
{%- set domain = salt['pillar.get']('base:domain', 'example.com') %}
The instance is named by convention:
  network.system:
    - enabled: True
    - hostname: {{ short }}.{{ domain }}
    - apply_hostname: True
    - retain_settings: True
    - order: first

The instance knows its own name:
  host.present:
    - ip: 127.0.1.1
    - names:
      - {{ short }}.{{ domain }}
      - {{ short }}
    - require:
      - network: The instance is named by convention
{%- endif %}
