package io.pulldeploy.aws;

import java.util.ArrayList;
import java.util.List;

/** An account in memory, which keeps a list of what was changed in it. */
public final class FakeAws implements AwsAccount, AwsAccounts {
    private final List<String> mutations = new ArrayList<>();
    private final List<AwsSettings> asked = new ArrayList<>();
    private final FakeNetworks networks = new FakeNetworks();
    private final FakeSecurityGroups securityGroups = new FakeSecurityGroups(mutations::add);
    private final FakeVpcParts vpcParts = new FakeVpcParts(mutations::add, networks);
    private final FakeRoles roles = new FakeRoles(mutations::add);
    private final FakeIdentities identities = new FakeIdentities(mutations::add);
    private final FakeIamDocuments iamDocuments = new FakeIamDocuments(mutations::add);
    private final FakeQueues queues = new FakeQueues(mutations::add);
    private final FakeTopics topics = new FakeTopics(mutations::add);
    private final FakeClassicLoadBalancers classicLoadBalancers =
            new FakeClassicLoadBalancers(mutations::add);
    private final FakeHostedZones hostedZones = new FakeHostedZones(mutations::add);
    private final FakeLaunchConfigurations launchConfigurations =
            new FakeLaunchConfigurations(mutations::add);
    private final FakeLaunchTemplates launchTemplates = new FakeLaunchTemplates(mutations::add);
    private final FakeAutoScalingGroups autoScalingGroups =
            new FakeAutoScalingGroups(mutations::add);
    private final FakeAlarms alarms = new FakeAlarms(mutations::add);
    private final FakeCacheClusters cacheClusters = new FakeCacheClusters(mutations::add);
    private final FakeClassicLoadBalancerSettings classicLoadBalancerSettings =
            new FakeClassicLoadBalancerSettings(mutations::add, classicLoadBalancers);
    private final FakeTargetGroups targetGroups = new FakeTargetGroups(mutations::add);
    private final FakeLoadBalancersV2 loadBalancersV2 = new FakeLoadBalancersV2(mutations::add);
    private final FakeBuckets buckets = new FakeBuckets(mutations::add);

    /** The calls that changed something, in order: IAM's name of each and what it was about. */
    public List<String> mutations() {
        return List.copyOf(mutations);
    }

    /** The settings that accounts were asked for with. */
    public List<AwsSettings> asked() {
        return asked;
    }

    @Override
    public AwsAccount at(AwsSettings settings) {
        asked.add(settings);
        return this;
    }

    @Override
    public SecurityGroups securityGroups() {
        return securityGroups;
    }

    @Override
    public FakeNetworks networks() {
        return networks;
    }

    @Override
    public VpcParts vpcParts() {
        return vpcParts;
    }

    @Override
    public Roles roles() {
        return roles;
    }

    @Override
    public Identities identities() {
        return identities;
    }

    @Override
    public IamDocuments iamDocuments() {
        return iamDocuments;
    }

    @Override
    public Queues queues() {
        return queues;
    }

    @Override
    public FakeTopics topics() {
        return topics;
    }

    @Override
    public FakeClassicLoadBalancers classicLoadBalancers() {
        return classicLoadBalancers;
    }

    @Override
    public HostedZones hostedZones() {
        return hostedZones;
    }

    @Override
    public LaunchConfigurations launchConfigurations() {
        return launchConfigurations;
    }

    @Override
    public LaunchTemplates launchTemplates() {
        return launchTemplates;
    }

    @Override
    public AutoScalingGroups autoScalingGroups() {
        return autoScalingGroups;
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public CacheClusters cacheClusters() {
        return cacheClusters;
    }

    @Override
    public ClassicLoadBalancerSettings classicLoadBalancerSettings() {
        return classicLoadBalancerSettings;
    }

    @Override
    public TargetGroups targetGroups() {
        return targetGroups;
    }

    @Override
    public LoadBalancersV2 loadBalancersV2() {
        return loadBalancersV2;
    }

    @Override
    public Buckets buckets() {
        return buckets;
    }
}
