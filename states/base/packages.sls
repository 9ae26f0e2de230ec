Packages that every instance has:
  pkg.installed:
    - pkgs: {{ salt['pillar.get']('base:packages', []) | json }}
