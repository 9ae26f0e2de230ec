nginx:
  pkg.installed: []
  service.running:
    - enable: True
    - reload: True
    - require:
      - pkg: nginx
    - watch:
      - file: /etc/nginx/conf.d/myapp.conf

/etc/nginx/conf.d/myapp.conf:
  file.managed:
    - source: salt://myapp/files/nginx.conf
    - template: jinja
    - user: root
    - group: root
    - mode: '0644'
    - makedirs: True
    - require:
      - pkg: nginx

/etc/monitoring.d/myapp.yaml:
{%- if pillar['enable_monitoring'] %}
  file.managed:
    - contents: 'check: http://localhost:{{ pillar["myapp"]["port"] }}/'
    - makedirs: True
{%- else %}
  file.absent: []
{%- endif %}
