{{ opts['scratch'] }}/lines:
  file.append:
    - text: {{ salt['cmd.run']('echo a line') | json }}
    - makedirs: True
