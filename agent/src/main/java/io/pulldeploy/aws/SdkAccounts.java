package io.pulldeploy.aws;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** {@link AwsAccounts} over the SDK's clients. */
public final class SdkAccounts implements AwsAccounts {
    private final AwsClients clients;
    private final AwsCalls calls;
    private final Map<AwsSettings, AwsAccount> accounts = new ConcurrentHashMap<>();

    public SdkAccounts(AwsClients clients, Clock clock, RandomGenerator random) {
        this.clients = clients;
        this.calls = new AwsCalls(clock, new SleepingPause(), random);
    }

    @Override
    public AwsAccount at(AwsSettings settings) {
        return accounts.computeIfAbsent(
                settings, s -> new SdkAccount(clients.with(over(clients.settings(), s)), calls));
    }

    /** What a state leaves open is as the configuration has it. */
    private static AwsSettings over(AwsSettings base, AwsSettings state) {
        return new AwsSettings(
                state.region().or(base::region),
                state.profile().or(base::profile),
                state.endpoint().or(base::endpoint),
                state.credentials().or(base::credentials));
    }

    private record SdkAccount(AwsClients clients, AwsCalls calls) implements AwsAccount {
        @Override
        public SecurityGroups securityGroups() {
            return new SdkSecurityGroups(clients, calls);
        }

        @Override
        public Networks networks() {
            return new SdkNetworks(clients, calls);
        }

        @Override
        public VpcParts vpcParts() {
            return new SdkVpcParts(clients, calls);
        }

        @Override
        public Roles roles() {
            return new SdkRoles(clients, calls);
        }

        @Override
        public Identities identities() {
            return new SdkIdentities(clients, calls);
        }

        @Override
        public IamDocuments iamDocuments() {
            return new SdkIamDocuments(clients, calls);
        }

        @Override
        public Queues queues() {
            return new SdkQueues(clients, calls);
        }

        @Override
        public Topics topics() {
            return new SdkTopics(clients, calls);
        }

        @Override
        public ClassicLoadBalancers classicLoadBalancers() {
            return new SdkClassicLoadBalancers(clients, calls);
        }

        @Override
        public ClassicLoadBalancerSettings classicLoadBalancerSettings() {
            return new SdkClassicLoadBalancerSettings(clients, calls);
        }

        @Override
        public HostedZones hostedZones() {
            return new SdkHostedZones(clients, calls);
        }

        @Override
        public LaunchConfigurations launchConfigurations() {
            return new SdkLaunchConfigurations(clients, calls);
        }

        @Override
        public AutoScalingGroups autoScalingGroups() {
            return new SdkAutoScalingGroups(clients, calls);
        }

        @Override
        public Alarms alarms() {
            return new SdkAlarms(clients, calls);
        }

        @Override
        public CacheClusters cacheClusters() {
            return new SdkCacheClusters(clients, calls);
        }

        @Override
        public LaunchTemplates launchTemplates() {
            return new SdkLaunchTemplates(clients, calls);
        }

        @Override
        public TargetGroups targetGroups() {
            return new SdkTargetGroups(clients, calls);
        }

        @Override
        public LoadBalancersV2 loadBalancersV2() {
            return new SdkLoadBalancersV2(clients, calls);
        }

        @Override
        public Buckets buckets() {
            return new SdkBuckets(clients, calls);
        }
    }
}
