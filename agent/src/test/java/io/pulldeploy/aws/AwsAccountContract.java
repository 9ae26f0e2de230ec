package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.aws.VpcParts.Part;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What states rely on in an account, whoever answers for it: the SDK's adapters before moto, and
 * {@link FakeAws}, which stands for the services that the simulated AWS does not have.
 */
abstract class AwsAccountContract {
    private static final Map<String, Object> TRUST =
            Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    List.of(
                            Map.of(
                                    "Effect", "Allow",
                                    "Principal", Map.of("Service", "ec2.amazonaws.com"),
                                    "Action", "sts:AssumeRole")));

    private static final Map<String, Object> POLICY =
            Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    List.of(Map.of("Effect", "Allow", "Action", "s3:*", "Resource", "*")));

    abstract AwsAccount account();

    /** Two subnets of one network, in different zones. */
    abstract List<String> subnets();

    /** A launch template's tags. */
    Map<String, String> tagsOf(LaunchTemplates.Template template) {
        return template.tags();
    }

    @Test
    void securityGroups() {
        SecurityGroups groups = account().securityGroups();
        String id = groups.create("contract", "d", Optional.empty());
        SecurityRule rule = new SecurityRule("tcp", 80, 90, new SecurityRule.Cidr("10.0.0.0/8"));
        groups.authorize(id, SecurityGroup.Direction.INGRESS, List.of(rule));
        groups.tag(id, Map.of("a", "1", "b", "2"));
        groups.untag(id, List.of("b"));

        SecurityGroup found = groups.named("contract", Optional.empty()).getFirst();
        assertThat(found.ingress()).containsExactly(rule);
        assertThat(found.egress()).hasSize(1);
        assertThat(found.tags()).isEqualTo(Map.of("a", "1"));
        assertThat(groups.withId(id)).contains(found);

        groups.revoke(id, SecurityGroup.Direction.INGRESS, List.of(rule));
        assertThat(groups.withId(id).orElseThrow().ingress()).isEmpty();
        groups.delete(id);
        assertThat(groups.named("contract", Optional.empty())).isEmpty();
        assertThat(groups.withId(id)).isEmpty();
    }

    @Test
    void roles() {
        Roles roles = account().roles();
        assertThat(roles.find("contract")).isEmpty();
        assertThat(roles.profile("contract")).isEmpty();
        roles.create("contract", TRUST, Optional.empty());
        roles.put("contract", "p", POLICY);
        roles.createProfile("contract");
        roles.addToProfile("contract", "contract");

        assertThat(roles.find("contract").orElseThrow().trust()).isEqualTo(TRUST);
        assertThat(roles.policies("contract")).containsExactly("p");
        assertThat(roles.policy("contract", "p")).contains(POLICY);
        assertThat(roles.policy("contract", "q")).isEmpty();
        assertThat(roles.profile("contract")).contains(List.of("contract"));

        roles.removeFromProfile("contract", "contract");
        roles.deleteProfile("contract");
        roles.remove("contract", "p");
        roles.delete("contract");
        assertThat(roles.find("contract")).isEmpty();
    }

    @Test
    void queues() {
        Queues queues = account().queues();
        assertThat(queues.url("contract")).isEmpty();
        String url = queues.create("contract", Map.of("DelaySeconds", 5L));
        queues.set(url, Map.of("VisibilityTimeout", "40"));

        assertThat(queues.url("contract")).contains(url);
        assertThat(queues.attributes(url))
                .containsEntry("DelaySeconds", "5")
                .containsEntry("VisibilityTimeout", "40");
        queues.delete(url);
        assertThat(queues.url("contract")).isEmpty();
    }

    @Test
    void topics() {
        Topics topics = account().topics();
        assertThat(topics.arn("contract")).isEmpty();
        String arn = topics.create("contract", Map.of("DisplayName", "one"));
        assertThat(topics.arn("contract")).contains(arn);
        assertThat(topics.arn(arn)).contains(arn);
        assertThat(topics.arn("tract")).isEmpty();
        topics.set(arn, "DisplayName", "two");
        Map<String, Object> delivery =
                Map.of("http", Map.of("defaultHealthyRetryPolicy", Map.of("numRetries", 3L)));
        topics.set(arn, "DeliveryPolicy", delivery);
        assertThat(topics.attributes(arn))
                .containsEntry("DisplayName", "two")
                .containsEntry("DeliveryPolicy", delivery);
        assertThat(topics.subscriptions(arn)).isEmpty();
        topics.subscribe(arn, "sqs", "arn:aws:sqs:us-east-1:123456789012:work");
        Topics.Subscription made = topics.subscriptions(arn).getFirst();
        assertThat(made.protocol()).isEqualTo("sqs");
        assertThat(made.endpoint()).isEqualTo("arn:aws:sqs:us-east-1:123456789012:work");
        assertThat(made.isConfirmed()).isTrue();
        topics.unsubscribe(made.arn());
        assertThat(topics.subscriptions(arn)).isEmpty();
        topics.delete(arn);
        assertThat(topics.arn("contract")).isEmpty();
        String fifo = topics.create("contract.fifo", Map.of());
        assertThat(topics.arn("contract.fifo")).contains(fifo);
        topics.delete(fifo);
    }

    @Test
    void hostedZones() {
        HostedZones zones = account().hostedZones();
        String zone = zones.create("contract.org.", "ref", "c", Optional.empty());
        HostedZones.Records records =
                new HostedZones.Records(
                        "www.contract.org.",
                        "CNAME",
                        Optional.empty(),
                        Map.of("TTL", 60L, "ResourceRecords", List.of(Map.of("Value", "a.org"))));
        zones.put(zone, records, true);

        assertThat(zones.named("contract.org.").getFirst().id()).isEqualTo(zone);
        assertThat(zones.records(zone, "www.contract.org.", "CNAME").getFirst().properties())
                .containsAllEntriesOf(records.properties());
        assertThat(zones.records(zone, "www.contract.org.", "A")).isEmpty();
        zones.delete(zone, records, false);
        assertThat(zones.records(zone, "www.contract.org.", "CNAME")).isEmpty();
    }

    @Test
    void launchConfigurationsAndGroups() {
        LaunchConfigurations configurations = account().launchConfigurations();
        AutoScalingGroups groups = account().autoScalingGroups();
        assertThat(configurations.find("contract")).isEmpty();
        configurations.create(
                Map.of(
                        "LaunchConfigurationName", "contract",
                        "ImageId", "ami-1",
                        "InstanceType", "c3.large",
                        "InstanceMonitoring", Map.of("Enabled", true)));
        groups.create(
                Map.of(
                        "AutoScalingGroupName",
                        "contract",
                        "LaunchConfigurationName",
                        "contract",
                        "AvailabilityZones",
                        List.of("us-east-1a"),
                        "MinSize",
                        0L,
                        "MaxSize",
                        1L));
        groups.suspend("contract", List.of("AddToLoadBalancer"));
        groups.putPolicy(
                "contract",
                Map.of(
                        "PolicyName", "Up",
                        "PolicyType", "SimpleScaling",
                        "AdjustmentType", "ChangeInCapacity",
                        "ScalingAdjustment", 1L));
        groups.update(Map.of("AutoScalingGroupName", "contract", "MaxSize", 2L));

        assertThat(configurations.find("contract").orElseThrow())
                .containsEntry("InstanceMonitoring", Map.of("Enabled", true));
        assertThat(groups.find("contract").orElseThrow())
                .containsEntry("MaxSize", 2L)
                .containsEntry("LaunchConfigurationName", "contract");
        assertThat(groups.find("contract").orElseThrow().get("SuspendedProcesses").toString())
                .contains("AddToLoadBalancer");
        assertThat(groups.policies("contract").getFirst()).containsKey("PolicyARN");
        assertThat(groups.launchingFrom("contract")).containsExactly("contract");
        groups.delete("contract", true);
        configurations.delete("contract");
        assertThat(groups.find("contract")).isEmpty();
    }

    @Test
    void alarms() {
        Alarms alarms = account().alarms();
        assertThat(alarms.find("contract")).isEmpty();
        alarms.put(
                Map.of(
                        "AlarmName", "contract",
                        "MetricName", "CPUUtilization",
                        "Namespace", "AWS/EC2",
                        "Statistic", "Average",
                        "ComparisonOperator", "GreaterThanThreshold",
                        "Threshold", 50.0,
                        "Period", 300L,
                        "EvaluationPeriods", 1L));
        assertThat(alarms.find("contract").orElseThrow())
                .containsEntry("Threshold", 50.0)
                .containsEntry("Period", 300L);
        assertThat(alarms.names("con")).containsExactly("contract");
        alarms.delete("contract");
        assertThat(alarms.find("contract")).isEmpty();
    }

    @Test
    void launchTemplates() {
        LaunchTemplates templates = account().launchTemplates();
        assertThat(templates.find("contract")).isEmpty();
        templates.create("contract", "", Map.of("ImageId", "ami-1"), Map.of("a", "b"));
        assertThat(templates.addVersion("contract", "", Map.of("ImageId", "ami-2"))).isEqualTo(2);
        LaunchTemplates.Template found = templates.find("contract").orElseThrow();
        assertThat(found.defaultVersion()).isEqualTo(2);
        assertThat(found.data()).containsEntry("ImageId", "ami-2");
        templates.delete("contract");
        assertThat(templates.find("contract")).isEmpty();
    }

    @Test
    void buckets() {
        Buckets buckets = account().buckets();
        assertThat(buckets.exists("contract")).isFalse();
        buckets.create("contract", Optional.empty());
        assertThat(buckets.setting("contract", Buckets.Setting.TAGGING)).isEmpty();
        buckets.set("contract", Buckets.Setting.TAGGING, Map.of("a", "b"));
        buckets.set("contract", Buckets.Setting.VERSIONING, Map.of("Status", "Enabled"));
        assertThat(buckets.setting("contract", Buckets.Setting.TAGGING)).contains(Map.of("a", "b"));
        assertThat(buckets.setting("contract", Buckets.Setting.VERSIONING))
                .contains(Map.of("Status", "Enabled"));
        buckets.set("contract", Buckets.Setting.TAGGING, null);
        assertThat(buckets.setting("contract", Buckets.Setting.TAGGING)).isEmpty();
        buckets.delete("contract", true);
        assertThat(buckets.exists("contract")).isFalse();
    }

    @Test
    void aBucketsListOfGrantsAndItsPolicy() {
        Buckets buckets = account().buckets();
        buckets.create("contract-acl", Optional.empty());
        Map<?, ?> acl =
                (Map<?, ?>) buckets.setting("contract-acl", Buckets.Setting.ACL).orElseThrow();
        assertThat((List<?>) acl.get("Grants")).hasSize(1);
        Map<String, Object> everybody =
                Map.of(
                        "Grantee",
                        Map.of(
                                "Type", "Group",
                                "URI", "http://acs.amazonaws.com/groups/global/AllUsers"),
                        "Permission",
                        "READ");
        buckets.set(
                "contract-acl",
                Buckets.Setting.ACL,
                Map.of("Owner", acl.get("Owner"), "Grants", List.of(everybody)));
        assertThat(buckets.setting("contract-acl", Buckets.Setting.ACL).orElseThrow().toString())
                .contains("AllUsers")
                .doesNotContain("FULL_CONTROL");
        buckets.set("contract-acl", Buckets.Setting.POLICY, POLICY);
        assertThat(buckets.setting("contract-acl", Buckets.Setting.POLICY)).contains(POLICY);
        buckets.set("contract-acl", Buckets.Setting.POLICY, null);
        assertThat(buckets.setting("contract-acl", Buckets.Setting.POLICY)).isEmpty();
        buckets.delete("contract-acl", false);
    }

    @Test
    void tagsOfALaunchTemplate() {
        LaunchTemplates templates = account().launchTemplates();
        templates.create("tagged", "", Map.of("ImageId", "ami-1"), Map.of("a", "1"));
        String id = templates.find("tagged").orElseThrow().id();
        templates.tag(id, Map.of("a", "2", "b", "3"));
        templates.untag(id, List.of("b"));
        assertThat(tagsOf(templates.find("tagged").orElseThrow())).isEqualTo(Map.of("a", "2"));
        templates.delete("tagged");
    }

    @Test
    void whatBelongsToAGroup() {
        LaunchConfigurations configurations = account().launchConfigurations();
        AutoScalingGroups groups = account().autoScalingGroups();
        configurations.create(
                Map.of(
                        "LaunchConfigurationName", "parts",
                        "ImageId", "ami-1",
                        "InstanceType", "c3.large"));
        groups.create(
                Map.of(
                        "AutoScalingGroupName",
                        "parts",
                        "LaunchConfigurationName",
                        "parts",
                        "AvailabilityZones",
                        List.of("us-east-1a"),
                        "MinSize",
                        0L,
                        "MaxSize",
                        1L));
        groups.putScheduledAction(
                "parts",
                Map.of(
                        "ScheduledActionName", "night",
                        "DesiredCapacity", 0L,
                        "Recurrence", "0 1 * * *"));
        groups.putHook(
                "parts",
                Map.of(
                        "LifecycleHookName", "join",
                        "LifecycleTransition", "autoscaling:EC2_INSTANCE_LAUNCHING"));
        groups.tag(
                "parts",
                List.of(Map.of("Key", "Name", "Value", "parts", "PropagateAtLaunch", true)));

        assertThat(groups.scheduledActions("parts").getFirst())
                .containsEntry("ScheduledActionName", "night")
                .containsEntry("Recurrence", "0 1 * * *");
        assertThat(groups.hooks("parts").getFirst())
                .containsEntry("LifecycleTransition", "autoscaling:EC2_INSTANCE_LAUNCHING");
        assertThat(groups.find("parts").orElseThrow().get("Tags").toString())
                .contains("Key=Name", "Value=parts");
        assertThat(groups.names()).contains("parts");
        assertThat(configurations.names()).contains("parts");
        groups.deleteScheduledAction("parts", "night");
        groups.deleteHook("parts", "join");
        groups.untag("parts", List.of("Name"));
        assertThat(groups.scheduledActions("parts")).isEmpty();
        assertThat(groups.hooks("parts")).isEmpty();
        groups.delete("parts", true);
        configurations.delete("parts");
    }

    @Test
    void classicLoadBalancers() {
        ClassicLoadBalancerSettings settings = account().classicLoadBalancerSettings();
        ClassicLoadBalancer.Listener web = listener(80, "HTTP");
        ClassicLoadBalancer.Listener raw = listener(81, "TCP");
        assertThat(settings.find("contract")).isEmpty();
        settings.create(
                new ClassicLoadBalancerSettings.Made(
                        "contract",
                        List.of(web),
                        List.of("us-east-1a"),
                        List.of(),
                        List.of(),
                        "internet-facing",
                        Map.of("a", "1")));
        settings.addListeners("contract", List.of(raw));
        settings.removeListeners("contract", List.of(80));
        settings.enableZones("contract", List.of("us-east-1b"));
        settings.disableZones("contract", List.of("us-east-1a"));
        var check = new ClassicLoadBalancer.HealthCheck("TCP:81", 20, 4, 3, 4);
        settings.setHealthCheck("contract", check);
        settings.setAttributes(
                "contract", Map.of("CrossZoneLoadBalancing", Map.of("Enabled", true)));
        settings.tag("contract", Map.of("b", "2"));
        settings.untag("contract", List.of("a"));

        ClassicLoadBalancer found = settings.find("contract").orElseThrow();
        assertThat(found.listeners()).containsExactly(raw);
        assertThat(found.zones()).containsExactly("us-east-1b");
        assertThat(found.healthCheck()).isEqualTo(check);
        assertThat(found.dnsName()).isNotEmpty();
        assertThat(settings.attributes("contract").get("CrossZoneLoadBalancing"))
                .isEqualTo(Map.of("Enabled", true));
        assertThat(settings.tags("contract")).isEqualTo(Map.of("b", "2"));
        assertThat(settings.all()).extracting(ClassicLoadBalancer::name).contains("contract");
        settings.delete("contract");
        assertThat(settings.find("contract")).isEmpty();
    }

    @Test
    void policiesOfAClassicLoadBalancer() {
        ClassicLoadBalancerSettings settings = account().classicLoadBalancerSettings();
        settings.create(
                new ClassicLoadBalancerSettings.Made(
                        "sticky",
                        List.of(listener(80, "HTTP")),
                        List.of("us-east-1a"),
                        List.of(),
                        List.of(),
                        "internet-facing",
                        Map.of()));
        settings.createPolicy(
                "sticky",
                "minute",
                "LBCookieStickinessPolicyType",
                Map.of("CookieExpirationPeriod", "60"));
        settings.setListenerPolicies("sticky", 80, List.of("minute"));
        assertThat(settings.find("sticky").orElseThrow().policies()).containsExactly("minute");
        assertThat(settings.find("sticky").orElseThrow().listeners().getFirst().policies())
                .containsExactly("minute");
        settings.setListenerPolicies("sticky", 80, List.of());
        settings.deletePolicy("sticky", "minute");
        assertThat(settings.find("sticky").orElseThrow().policies()).isEmpty();
        settings.delete("sticky");
    }

    private static ClassicLoadBalancer.Listener listener(int port, String protocol) {
        return new ClassicLoadBalancer.Listener(
                port, protocol, port, protocol, Optional.empty(), List.of());
    }

    private String targetGroup(String name) {
        return account()
                .targetGroups()
                .create(
                        Map.of(
                                "Name",
                                name,
                                "Protocol",
                                "HTTP",
                                "Port",
                                80L,
                                "VpcId",
                                account().networks().vpcOfSubnets(subnets()).orElseThrow()));
    }

    @Test
    void targetGroups() {
        TargetGroups groups = account().targetGroups();
        assertThat(groups.find("contract")).isEmpty();
        String arn = targetGroup("contract");
        groups.modify(Map.of("TargetGroupArn", arn, "HealthCheckPath", "/health"));
        groups.setAttributes(arn, Map.of("deregistration_delay.timeout_seconds", "30"));
        account().loadBalancersV2().tag(arn, Map.of("a", "1", "b", "2"));
        account().loadBalancersV2().untag(arn, List.of("a"));

        assertThat(groups.find("contract").orElseThrow())
                .containsEntry("TargetGroupArn", arn)
                .containsEntry("HealthCheckPath", "/health");
        assertThat(groups.attributes(arn))
                .containsEntry("deregistration_delay.timeout_seconds", "30");
        assertThat(account().loadBalancersV2().tags(arn)).isEqualTo(Map.of("b", "2"));
        assertThat(groups.health(arn)).isEmpty();
        groups.delete(arn);
        assertThat(groups.find("contract")).isEmpty();
    }

    @Test
    void applicationLoadBalancers() {
        LoadBalancersV2 balancers = account().loadBalancersV2();
        String targets = targetGroup("behind");
        assertThat(balancers.find("contract")).isEmpty();
        String arn =
                balancers.create(
                        Map.of(
                                "Name", "contract",
                                "Type", "application",
                                "Scheme", "internal",
                                "Subnets", subnets(),
                                "Tags", List.of(Map.of("Key", "a", "Value", "1"))));
        balancers.setAttributes(arn, Map.of("idle_timeout.timeout_seconds", "30"));
        Map<String, Object> forward = Map.of("Type", "forward", "TargetGroupArn", targets);
        String listener =
                balancers.createListener(
                        Map.of(
                                "LoadBalancerArn",
                                arn,
                                "Port",
                                80L,
                                "Protocol",
                                "HTTP",
                                "DefaultActions",
                                List.of(forward)));
        balancers.modifyListener(Map.of("ListenerArn", listener, "Port", 81L));
        Map<String, Object> path = Map.of("Field", "path-pattern", "Values", List.of("/a/*"));
        balancers.createRule(
                Map.of(
                        "ListenerArn",
                        listener,
                        "Priority",
                        10L,
                        "Conditions",
                        List.of(path),
                        "Actions",
                        List.of(forward)));

        assertThat(balancers.find("contract").orElseThrow())
                .containsEntry("LoadBalancerArn", arn)
                .containsEntry("Scheme", "internal");
        assertThat(balancers.attributes(arn)).containsEntry("idle_timeout.timeout_seconds", "30");
        assertThat(balancers.tags(arn)).isEqualTo(Map.of("a", "1"));
        assertThat(balancers.listeners(arn).getFirst()).containsEntry("Port", 81L);
        Map<String, ?> rule = balancers.rules(listener).getFirst();
        assertThat(rule.get("Conditions").toString()).contains("/a/*");
        balancers.deleteRule(String.valueOf(rule.get("RuleArn")));
        assertThat(balancers.rules(listener)).isEmpty();
        balancers.deleteListener(listener);
        assertThat(balancers.listeners(arn)).isEmpty();
        balancers.delete(arn);
        assertThat(balancers.find("contract")).isEmpty();
        account().targetGroups().delete(targets);
    }

    /**
     * What moto does not know, ModifyCacheCluster and its kin, the state tests hold to the fake.
     */
    @Test
    void caches() {
        CacheClusters caches = account().cacheClusters();
        assertThat(caches.cluster("contract")).isEmpty();
        assertThat(caches.replicationGroup("contract")).isEmpty();
        assertThat(caches.subnetGroup("contract")).isEmpty();
        caches.createSubnetGroup(
                Map.of(
                        "CacheSubnetGroupName", "contract",
                        "CacheSubnetGroupDescription", "d",
                        "SubnetIds", subnets()));
        caches.createCluster(
                Map.of(
                        "CacheClusterId", "contract",
                        "Engine", "redis",
                        "CacheNodeType", "cache.t3.micro",
                        "NumCacheNodes", 1L));
        caches.createReplicationGroup(
                Map.of(
                        "ReplicationGroupId", "contract",
                        "ReplicationGroupDescription", "d",
                        "Engine", "redis"));

        assertThat(caches.cluster("contract").orElseThrow())
                .containsEntry("Engine", "redis")
                .containsEntry("CacheNodeType", "cache.t3.micro");
        assertThat(caches.clusters()).contains("contract");
        caches.awaitCluster("contract");
        assertThat(caches.replicationGroup("contract")).isPresent();
        assertThat(caches.subnetGroup("contract").orElseThrow().get("Subnets").toString())
                .contains(subnets());
        caches.deleteReplicationGroup(Map.of("ReplicationGroupId", "contract"));
        caches.deleteCluster(Map.of("CacheClusterId", "contract"));
    }

    @Test
    void networks() {
        assertThat(account().networks().vpcOfSubnets(subnets())).isPresent();
        assertThat(account().networks().vpcOfSubnets(List.of("subnet-00000000"))).isEmpty();
        assertThat(account().networks().vpcsNamed("nowhere")).isEmpty();
        assertThat(account().networks().subnetsNamed("nowhere")).isEmpty();
        assertThat(account().networks().imagesNamed("nothing")).isEmpty();
        assertThat(account().networks().instancesTagged("Name", "nobody")).isEmpty();
    }

    @Test
    void partsOfAVpc() {
        VpcParts parts = account().vpcParts();
        String vpc =
                parts.create(Part.VPC, Map.of("CidrBlock", "10.42.0.0/16"), Map.of("Name", "net"));
        assertThat(named(parts, Part.VPC)).containsExactly(vpc);
        assertThat(parts.dns(vpc, VpcParts.Dns.SUPPORT)).isTrue();
        parts.setDns(vpc, VpcParts.Dns.HOSTNAMES, true);
        assertThat(parts.dns(vpc, VpcParts.Dns.HOSTNAMES)).isTrue();
        parts.tag(vpc, Map.of("team", "web"));
        assertThat(one(parts, Part.VPC, vpc).get("Tags").toString()).contains("team");
        parts.untag(vpc, List.of("team"));
        assertThat(one(parts, Part.VPC, vpc).get("Tags").toString()).doesNotContain("team");

        String options =
                parts.create(
                        Part.DHCP_OPTIONS,
                        Map.of(
                                "DhcpConfigurations",
                                List.of(
                                        Map.of(
                                                "Key",
                                                "domain-name",
                                                "Values",
                                                List.of("example.com")))),
                        Map.of("Name", "net"));
        parts.useOptions(options, vpc);
        assertThat(one(parts, Part.VPC, vpc)).containsEntry("DhcpOptionsId", options);
        parts.useOptions("default", vpc);
        parts.delete(Part.DHCP_OPTIONS, options);
        assertThat(named(parts, Part.DHCP_OPTIONS)).isEmpty();

        String subnet =
                parts.create(
                        Part.SUBNET,
                        Map.of("VpcId", vpc, "CidrBlock", "10.42.1.0/24"),
                        Map.of("Name", "net"));
        parts.setPublicAddresses(subnet, true);
        assertThat(one(parts, Part.SUBNET, subnet))
                .containsEntry("MapPublicIpOnLaunch", true)
                .containsEntry("VpcId", vpc);

        String gateway = parts.create(Part.INTERNET_GATEWAY, Map.of(), Map.of("Name", "net"));
        parts.attachGateway(gateway, vpc);
        assertThat(one(parts, Part.INTERNET_GATEWAY, gateway).get("Attachments").toString())
                .contains(vpc);

        String address = parts.create(Part.ADDRESS, Map.of("Domain", "vpc"), Map.of("Name", "net"));
        String nat =
                parts.create(
                        Part.NAT_GATEWAY,
                        Map.of("SubnetId", subnet, "AllocationId", address),
                        Map.of("Name", "net"));
        assertThat(
                        parts.find(
                                Part.NAT_GATEWAY,
                                Map.of(
                                        "subnet-id", List.of(subnet),
                                        "state", List.of("pending", "available"))))
                .singleElement()
                .asString()
                .contains(nat, address);
        routesOf(parts, vpc, subnet, gateway, nat);
        parts.delete(Part.NAT_GATEWAY, nat);
        parts.awaitNoNatGateway(nat);
        parts.delete(Part.ADDRESS, address);
        assertThat(named(parts, Part.ADDRESS)).isEmpty();
        parts.detachGateway(gateway, vpc);
        parts.delete(Part.INTERNET_GATEWAY, gateway);
        parts.delete(Part.SUBNET, subnet);
        parts.delete(Part.VPC, vpc);
        assertThat(named(parts, Part.VPC)).isEmpty();
    }

    private static void routesOf(
            VpcParts parts, String vpc, String subnet, String gateway, String nat) {
        String table =
                parts.create(Part.ROUTE_TABLE, Map.of("VpcId", vpc), Map.of("Name", "routes"));
        String other = parts.create(Part.ROUTE_TABLE, Map.of("VpcId", vpc), Map.of("Name", "o"));
        parts.addRoute(
                table, Map.of("DestinationCidrBlock", "192.168.0.0/16", "GatewayId", gateway));
        assertThat(one(parts, Part.ROUTE_TABLE, table).get("Routes").toString()).contains(gateway);
        parts.replaceRoute(
                table, Map.of("DestinationCidrBlock", "192.168.0.0/16", "NatGatewayId", nat));
        assertThat(one(parts, Part.ROUTE_TABLE, table).get("Routes").toString())
                .contains(nat)
                .doesNotContain(gateway);
        parts.removeRoute(table, "192.168.0.0/16");
        assertThat(one(parts, Part.ROUTE_TABLE, table).get("Routes").toString())
                .doesNotContain(nat);

        parts.associate(table, subnet);
        parts.reassociate(association(parts, subnet, table), other);
        parts.disassociate(association(parts, subnet, other));
        assertThat(parts.find(Part.ROUTE_TABLE, Map.of("association.subnet-id", List.of(subnet))))
                .isEmpty();
        parts.delete(Part.ROUTE_TABLE, table);
        parts.delete(Part.ROUTE_TABLE, other);
    }

    private static String association(VpcParts parts, String subnet, String table) {
        Map<String, @Nullable Object> found =
                parts.find(Part.ROUTE_TABLE, Map.of("association.subnet-id", List.of(subnet)))
                        .getFirst();
        assertThat(found).containsEntry("RouteTableId", table);
        return ((List<?>) Objects.requireNonNull(found.get("Associations")))
                .stream()
                        .map(a -> (Map<?, ?>) a)
                        .filter(a -> subnet.equals(a.get("SubnetId")))
                        .map(a -> String.valueOf(a.get("RouteTableAssociationId")))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void peeringConnections() {
        VpcParts parts = account().vpcParts();
        String one = parts.create(Part.VPC, Map.of("CidrBlock", "10.43.0.0/16"), Map.of());
        String two = parts.create(Part.VPC, Map.of("CidrBlock", "10.44.0.0/16"), Map.of());
        String peering =
                parts.create(
                        Part.PEERING,
                        Map.of("VpcId", one, "PeerVpcId", two),
                        Map.of("Name", "between"));
        Map<String, List<String>> filters =
                Map.of(
                        "requester-vpc-info.vpc-id", List.of(one),
                        "accepter-vpc-info.vpc-id", List.of(two));
        assertThat(parts.find(Part.PEERING, filters))
                .singleElement()
                .asString()
                .contains("pending-acceptance");
        parts.accept(peering);
        assertThat(parts.find(Part.PEERING, Map.of("status-code", List.of("active"))))
                .anyMatch(p -> peering.equals(p.get("VpcPeeringConnectionId")));
        parts.delete(Part.PEERING, peering);
        parts.delete(Part.VPC, one);
        parts.delete(Part.VPC, two);
    }

    private static List<String> named(VpcParts parts, Part part) {
        return parts.find(part, Map.of("tag:Name", List.of("net"))).stream()
                .map(p -> String.valueOf(p.get(part.id())))
                .toList();
    }

    private static Map<String, @Nullable Object> one(VpcParts parts, Part part, String id) {
        return parts.find(part, Map.of(part.filter(), List.of(id))).getFirst();
    }

    @Test
    void usersAndGroups() {
        Identities identities = account().identities();
        assertThat(identities.path(Identities.Kind.USER, "contract")).isEmpty();
        identities.create(Identities.Kind.USER, "contract", Optional.of("/people/"));
        identities.create(Identities.Kind.GROUP, "contract", Optional.empty());
        assertThat(identities.path(Identities.Kind.USER, "contract")).contains("/people/");
        assertThat(identities.path(Identities.Kind.GROUP, "contract")).contains("/");
        identities.move(Identities.Kind.USER, "contract", "/");
        assertThat(identities.path(Identities.Kind.USER, "contract")).contains("/");
        identities.join("contract", "contract");
        assertThat(identities.members("contract")).containsExactly("contract");
        assertThat(identities.groupsOf("contract")).containsExactly("contract");
        identities.leave("contract", "contract");
        Map<String, Object> document =
                Map.of(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        List.of(Map.of("Effect", "Deny", "Action", "*", "Resource", "*")));
        account().iamDocuments().createPolicy("m", document, Optional.empty(), Optional.empty());
        String arn = account().iamDocuments().policy("m").orElseThrow().arn();
        for (Identities.Kind kind : Identities.Kind.values()) {
            identities.put(kind, "contract", "own", document);
            assertThat(identities.policies(kind, "contract")).containsExactly("own");
            assertThat(identities.policy(kind, "contract", "own")).contains(document);
            identities.remove(kind, "contract", "own");
            identities.attach(kind, "contract", arn);
            assertThat(identities.attached(kind, "contract"))
                    .containsExactly(new Roles.Attached("m", arn));
            identities.detach(kind, "contract", arn);
            assertThat(identities.attached(kind, "contract")).isEmpty();
        }
        assertThat(identities.hasPassword("contract")).isFalse();
        identities.givePassword("contract", "Correct-Horse-9");
        assertThat(identities.hasPassword("contract")).isTrue();
        identities.takePassword("contract");
        Identities.AccessKey key = identities.createAccessKey("contract");
        assertThat(key.secret()).isNotEmpty();
        assertThat(key).asString().doesNotContain(key.secret());
        assertThat(identities.accessKeys("contract")).containsExactly(key.id());
        identities.deleteAccessKey("contract", key.id());
        assertThat(identities.devices("contract")).isEmpty();
        identities.delete(Identities.Kind.USER, "contract");
        identities.delete(Identities.Kind.GROUP, "contract");
        assertThat(identities.path(Identities.Kind.GROUP, "contract")).isEmpty();
    }

    @Test
    void thePasswordPolicy() {
        Identities identities = account().identities();
        identities.setPasswordPolicy(Map.of("MinimumPasswordLength", 14L, "RequireNumbers", true));
        assertThat(identities.passwordPolicy())
                .containsEntry("MinimumPasswordLength", 14L)
                .containsEntry("RequireNumbers", true);
    }

    @Test
    void documentsOfIam() {
        IamDocuments documents = account().iamDocuments();
        Map<String, Object> one =
                Map.of(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        List.of(Map.of("Effect", "Allow", "Action", "s3:*", "Resource", "*")));
        assertThat(documents.policy("contract")).isEmpty();
        documents.createPolicy("contract", one, Optional.of("/app/"), Optional.of("d"));
        IamDocuments.ManagedPolicy made = documents.policy("contract").orElseThrow();
        assertThat(made.path()).isEqualTo("/app/");
        assertThat(made.description()).isEqualTo("d");
        assertThat(made.document()).isEqualTo(one);
        Map<String, Object> two =
                Map.of(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        List.of(Map.of("Effect", "Deny", "Action", "*", "Resource", "*")));
        documents.addVersion(made.arn(), two);
        IamDocuments.ManagedPolicy changed = documents.policy("contract").orElseThrow();
        assertThat(changed.document()).isEqualTo(two);
        assertThat(changed.others()).containsExactly(made.version());
        documents.deleteVersion(made.arn(), made.version());
        documents.deletePolicy(made.arn());
        assertThat(documents.policy("contract")).isEmpty();

        documents.uploadCertificate(
                Map.of(
                        "ServerCertificateName", "contract",
                        "CertificateBody", "body",
                        "PrivateKey", "key",
                        "Path", "/web/"));
        assertThat(documents.certificate("contract"))
                .contains(new IamDocuments.Certificate("/web/", "body"));
        documents.deleteCertificate("contract");
        assertThat(documents.certificate("contract")).isEmpty();

        assertThat(documents.samlProvider("contract")).isEmpty();
        documents.createSamlProvider("contract", "a".repeat(1024));
        String arn = documents.samlProvider("contract").orElseThrow();
        documents.updateSamlProvider(arn, "b".repeat(1024));
        assertThat(documents.samlMetadata(arn)).isEqualTo("b".repeat(1024));
        documents.deleteSamlProvider(arn);
        assertThat(documents.samlProvider("contract")).isEmpty();
    }
}
