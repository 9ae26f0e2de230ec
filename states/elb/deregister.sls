# Run before the instance is worked on: salt-call state.sls elb.deregister
Deregister {{ grains['instance_id'] }} from {{ grains['cluster_name'] }}:
  module.run:
    - boto_elb.deregister_instances:
      - name: {{ grains['cluster_name'] }}
      - instances:
        - {{ grains['instance_id'] }}
      - region: {{ grains['ec2_region'] }}
