package io.pulldeploy.cli;

import io.pulldeploy.aws.AwsSettings;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.Host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the commands act on: this machine and its AWS, or a simulation's.
 *
 * @param aws what is known of AWS before the configuration is read
 * @param environment the variables that the agent itself looks at
 * @param secrets what no output may show
 * @param simulated whether packages, services and accounts are only recorded, which works on any
 *     system
 */
public record Machine(
        Host host,
        AwsSettings aws,
        Map<String, String> environment,
        Secrets secrets,
        boolean simulated) {
    public Machine {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
}
