# What most highstates do, so that the AOT cache of `pulldeploy call` holds the classes that they need.
{% from 'map.jinja' import settings with context %}
{% set scratch = opts['scratch'] %}

{% macro page(name, number) -%}
{{ scratch }}/site/{{ name }}:
  file.managed:
    - source: salt://page.jinja
    - template: jinja
    - mode: '0644'
    - context:
        number: {{ number }}
        port: {{ settings.port }}
    - require:
      - file: site
{%- endmacro %}

include:
  - more

site:
  file.directory:
    - name: {{ scratch }}/site
    - makedirs: True

{% for user in settings.users %}
{{ page(user, loop.index) }}
{% endfor %}

link:
  file.symlink:
    - name: {{ scratch }}/link
    - target: {{ scratch }}/site
    - require_in:
      - cmd: announce

announce:
  cmd.run:
    - name: echo ready
    - unless: test -e {{ scratch }}/never
    - onchanges:
      - file: site

# Read only: what changes a machine runs as a test.
{% for function, name in [('pkg.installed', 'bash'), ('service.running', 'ssh'), ('user.present', 'training'), ('group.present', 'training')] %}
test {{ function }}:
  module.run:
    - state.single:
      - {{ function }}
      - {{ name }}
      - test: True
    - order: last
{% endfor %}
