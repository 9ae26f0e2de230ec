# Run after the first deploy, and whenever the instance is to serve again: salt-call state.sls elb.register
Register {{ grains['instance_id'] }} with {{ grains['cluster_name'] }}:
  boto_elb.register_instances:
    - name: {{ grains['cluster_name'] }}
    - instances:
      - {{ grains['instance_id'] }}
    - region: {{ grains['ec2_region'] }}
