/etc/motd:
  file.managed:
    - source: salt://base/files/motd
    - template: jinja
    - mode: '0644'
