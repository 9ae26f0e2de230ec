base:
  '*':
    - base
    - order: 1
  'service_name:myapp':
    - match: grain
    - order: 10
    - myapp
  'service_name:myappbatch':
    - match: grain
    - order: 10
    - myapp
{# Every other service brings a state of its own name; what is shared between services is named above. #}
{%- set service = grains.get('service_name', '') %}
{%- if service and service not in ('myapp', 'myappbatch') and service in salt['cp.list_states']() %}
  'service_name:{{ service }}':
    - match: grain
    - order: 10
    - {{ service }}
{%- endif %}
