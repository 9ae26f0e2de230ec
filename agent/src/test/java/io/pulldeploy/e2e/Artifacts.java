package io.pulldeploy.e2e;

import java.nio.file.Path;

/**
 * The trees that the tests publish: the post's top files, and states that write under a scratch
 * root.
 */
final class Artifacts {
    private Artifacts() {}

    /** A base with the top files of the seed's example. */
    static Tree base(Path root) {
        return Tree.at(root)
                .file(
                        "states/top.sls",
                        """
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
                          'service_name:my-web-app':
                            - match: grain
                            - order: 10
                            - myapp
                        """)
                .file(
                        "states/base/init.sls",
                        """
                        base is here:
                          file.managed:
                            - name: {{ salt['config.get']('out') }}/base
                            - contents: {{ salt['pillar.get']('greeting') }}
                            - makedirs: True
                        """)
                .file(
                        "states/elb/register.sls",
                        """
                        Register {{ grains['instance_id'] }}:
                          boto_elb.register_instances:
                            - name: {{ grains['cluster_name'] }}
                            - instances:
                              - {{ grains['instance_id'] }}
                        """)
                .file(
                        "states/elb/deregister.sls",
                        """
                        Deregister {{ grains['instance_id'] }}:
                          module.run:
                            - boto_elb.deregister_instances:
                              - name: {{ grains['cluster_name'] }}
                              - instances:
                                - {{ grains['instance_id'] }}
                        """)
                .file(
                        "pillar/top.sls",
                        """
                        base:
                          '*':
                            - base
                            - myapp
                            - order: 1
                        {% for root in opts['pillar_roots']['base'] -%}
                        {% set service_group_sls = '{0}/{1}.sls'.format(root, grains['service_group']) -%}
                        {% if salt['file.file_exists'](service_group_sls) %}
                          'service_group:{{ grains["service_group"] }}':
                            - match: grain
                            - {{ grains['service_group'] }}
                            - order: 10
                        {% endif %}
                        {% endfor -%}
                        """)
                .file("pillar/base.sls", "greeting: hello\n");
    }

    /** A service whose states, hooks and pillars leave traces. */
    static Tree service(Path root) {
        return Tree.at(root)
                .file(
                        "salt/config/states/myapp.sls",
                        """
                        configuration:
                          file.managed:
                            - name: {{ salt['config.get']('out') }}/myapp.conf
                            - contents: |
                                service {{ grains['service_name'] }}
                                monitoring {{ pillar['enable_monitoring'] }}
                            - makedirs: True

                        what is current meanwhile:
                          cmd.run:
                            - name: readlink ../current >> {{ salt['config.get']('out') }}/meanwhile || echo nothing >> {{ salt['config.get']('out') }}/meanwhile
                            - cwd: {{ opts['pillar_roots']['base'][0] }}/../../../..
                            - onchanges:
                              - file: configuration
                        """)
                .file("salt/config/pillar/myapp.sls", "enable_monitoring: False\n")
                .file("salt/config/pillar/myapp-testing.sls", "enable_monitoring: True\n")
                .program("hooks/pre-release.d/10-trace", trace("first"))
                .program("hooks/pre-release.d/20-trace", trace("second"))
                .program("hooks/post-release.d/10-trace", trace("first"))
                .file("code", "1\n");
    }

    private static String trace(String which) {
        return """
        current=$(readlink "$PULLDEPLOY_SERVICE_DIR/current" || echo nothing)
        printf '%%s %s %%s %%s %%s [%%s] %%s %%s\\n' "$PULLDEPLOY_PHASE" "$PULLDEPLOY_SERVICE" "$PULLDEPLOY_INSTANCE" \\
            "$PULLDEPLOY_VERSION" "$PULLDEPLOY_PREVIOUS_VERSION" "$PULLDEPLOY_TRIGGER" "${current##*/}" \\
            >> "$PULLDEPLOY_SERVICE_DIR/../hooks"
        """
                .formatted(which);
    }
}
