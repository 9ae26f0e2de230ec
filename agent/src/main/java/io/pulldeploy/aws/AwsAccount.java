package io.pulldeploy.aws;

/** The services of one account and region. Nothing is connected to before it is used. */
public interface AwsAccount {
    SecurityGroups securityGroups();

    Networks networks();

    VpcParts vpcParts();

    Roles roles();

    Identities identities();

    IamDocuments iamDocuments();

    Queues queues();

    Topics topics();

    ClassicLoadBalancers classicLoadBalancers();

    ClassicLoadBalancerSettings classicLoadBalancerSettings();

    HostedZones hostedZones();

    LaunchConfigurations launchConfigurations();

    AutoScalingGroups autoScalingGroups();

    Alarms alarms();

    CacheClusters cacheClusters();

    LaunchTemplates launchTemplates();

    TargetGroups targetGroups();

    LoadBalancersV2 loadBalancersV2();

    Buckets buckets();
}
