"""The cases: for each state a life of its resource, as an author would lead it.

saltext-boto3 1.2.0 lacks or breaks several of Salt's functions, which therefore have no case: launch configurations
(boto3_asg calls boto3_lc, which is not there), elasticache (does not load), a load balancer's cnames (call
boto3_route53.present, which is not there), zones of a VPC under its own parameter names (KeyError), load balancers in
subnets without groups (TypeError), alarms under Salt's names of their attributes and those of a load balancer or
group, policies of roles from the pillar, scaling policies and targets and instances that are there already, suspended processes, magic values of records,
a role's second run without a policy document, a bucket's second run with a policy, numbers as attributes of queues.
"""

PILLAR = {
    "our_scaling_policies": [
        {"name": "ScaleUp", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 7, "cooldown": 60}],
}

CASES = []


def query(service, form, **save):
    return {"service": service, "form": form, "save": save}


def case(name, *steps, given=()):
    flat = []
    for step in steps:
        flat.extend(step if isinstance(step, list) else [step])
    CASES.append({"name": name, "given": list(given), "steps": flat})


def test(call, **args):
    return {"call": call, "args": args, "test": True}


def run(call, **args):
    return {"call": call, "args": args, "test": False}


def ask(call, **args):
    """An execution function, as templates call it."""
    return {"ask": call, "args": args}


def whole(call, **args):
    """A plan, a run, and a run that has nothing to do."""
    return [test(call, **args), run(call, **args), run(call, **args), test(call, **args)]


VPC = [
    query("ec2", {"Action": "CreateVpc", "CidrBlock": "10.9.0.0/16"}, vpc="<vpcId>(.*?)</vpcId>"),
    query("ec2", {"Action": "CreateTags", "ResourceId.1": "@vpc@", "Tag.1.Key": "Name", "Tag.1.Value": "main"}),
    query("ec2", {"Action": "CreateSubnet", "VpcId": "@vpc@", "CidrBlock": "10.9.1.0/24",
                  "AvailabilityZone": "us-east-1a"}, one="<subnetId>(.*?)</subnetId>"),
    query("ec2", {"Action": "CreateSubnet", "VpcId": "@vpc@", "CidrBlock": "10.9.2.0/24",
                  "AvailabilityZone": "us-east-1d"}, two="<subnetId>(.*?)</subnetId>"),
    query("ec2", {"Action": "CreateTags", "ResourceId.1": "@one@", "Tag.1.Key": "Name", "Tag.1.Value": "first"}),
    query("ec2", {"Action": "CreateTags", "ResourceId.1": "@two@", "Tag.1.Key": "Name", "Tag.1.Value": "second"}),
]

# Queues

SQS = "boto3_sqs.present"
case(
    "sqs",
    whole(SQS, name="q"),
    whole(SQS, name="q", attributes={"VisibilityTimeout": "40", "DelaySeconds": "5"}),
    whole(SQS, name="q", attributes={"VisibilityTimeout": "50"}),
    whole(SQS, name="p", attributes={"MessageRetentionPeriod": "600"}),
    whole("boto3_sqs.absent", name="q"),
)

# Security groups

SG = "boto3_secgroup.present"
WEB = {"ip_protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_ip": ["10.0.0.0/8", "192.168.0.0/16"]}
SSH = {"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ip": "0.0.0.0/0"}
case(
    "secgroup",
    whole(SG, name="plain", description="d"),
    whole(SG, name="web", description="d", rules=[WEB]),
    whole(SG, name="web", description="d", rules=[WEB, SSH]),
    whole(SG, name="web", description="d", rules=[SSH]),
    whole(SG, name="web", description="d", rules=[WEB], delete_ingress_rules=False),
    whole(SG, name="web", description="d", rules=[]),
    whole(SG, name="web", description="d", tags={"a": "1", "b": "2"}),
    whole(SG, name="web", description="d", tags={"a": "3"}),
    whole("boto3_secgroup.absent", name="web"),
)
case(
    "secgroup in a VPC",
    whole(SG, name="web", description="d", vpc_name="main", rules=[WEB]),
    run(SG, name="source", description="d", vpc_id="@vpc@"),
    whole(SG, name="web", description="d", vpc_name="main",
          rules=[{"ip_protocol": "tcp", "from_port": 80, "to_port": 80, "source_group_name": "source"}]),
    whole(SG, name="web", description="d", vpc_id="@vpc@",
          rules_egress=[{"ip_protocol": "all", "from_port": -1, "to_port": -1, "cidr_ip": "10.0.0.0/8"}]),
    test(SG, name="web", description="d", vpc_name="main",
         rules=[{"ip_protocol": "tcp", "from_port": 80, "to_port": 80, "source_group_name": "nobody"}]),
    whole("boto3_secgroup.absent", name="web", vpc_name="main"),
    given=VPC,
)
case(
    "secgroup with a wrong rule",
    run(SG, name="web", description="d"),
    run(SG, name="web", description="d", rules=[{"ip_protocol": "xyz", "from_port": 1, "to_port": 1,
                                                 "cidr_ip": "10.0.0.0/8"}]),
    run(SG, name="web", description="d", rules=[{"ip_protocol": "tcp", "from_port": 1, "to_port": 1}]),
    run(SG, name="web", description="d", rules=[{"ip_protocol": "tcp", "from_port": 1, "to_port": 1,
                                                 "cidr_ip": "10.0.0.0/8", "source_group_name": "web"}]),
)

# Roles

ROLE = "boto3_iam_role.present"
READ = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": ["*"]}]}
WRITE = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Put*"], "Resource": ["*"]}]}
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
OTHER = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
case(
    "iam_role",
    whole(ROLE, name="r", policy_document=TRUST, policies={"read": READ}),
    whole(ROLE, name="r", policy_document=TRUST, policies={"read": READ, "write": WRITE}),
    whole(ROLE, name="r", policy_document=TRUST, policies={"read": WRITE, "write": WRITE}),
    whole(ROLE, name="r", policy_document=TRUST, policies={"write": WRITE}),
    whole(ROLE, name="r", policy_document=TRUST, policies={"read": READ}, delete_policies=False),
    whole(ROLE, name="r", policy_document=OTHER, policies={"read": READ}),
    whole("boto3_iam_role.absent", name="r"),
)
case(
    "iam_role without a profile",
    whole(ROLE, name="r", policy_document=TRUST, create_instance_profile=False, path="/app/"),
    whole("boto3_iam_role.absent", name="r"),
)
case(
    "iam_role with the usual trust",
    [test(ROLE, name="r"), run(ROLE, name="r")],
)
case(
    "iam_role with managed policies",
    whole(ROLE, name="r", policy_document=TRUST, managed_policies=["ours"]),
    whole(ROLE, name="r", policy_document=TRUST, managed_policies=[]),
    run(ROLE, name="r", policy_document=TRUST, managed_policies=["ours"]),
    whole("boto3_iam_role.absent", name="r"),
    given=[query("iam", {"Action": "CreatePolicy", "PolicyName": "ours", "PolicyDocument":
                         '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'})],
)

# Alarms

ALARM = "boto3_cloudwatch_alarm.present"
CPU = {"MetricName": "CPUUtilization", "Namespace": "AWS/EC2", "Statistic": "Average",
       "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": 50.0, "Period": 300,
       "EvaluationPeriods": 1, "AlarmDescription": "warm",
       "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "g"}],
       "AlarmActions": ["arn:aws:sns:us-east-1:123456789012:n"], "InsufficientDataActions": [], "OKActions": []}
case(
    "cloudwatch_alarm",
    whole(ALARM, name="cpu", attributes=CPU),
    whole(ALARM, name="cpu", attributes={**CPU, "Threshold": 60.0}),
    whole(ALARM, name="cpu", attributes={**CPU, "Threshold": 60.0, "Period": 60, "AlarmDescription": "hot"}),
    whole("boto3_cloudwatch_alarm.absent", name="cpu"),
)

# Classic load balancers

ELB = "boto3_elb.present"
HTTP = {"elb_port": 80, "instance_port": 80, "elb_protocol": "HTTP"}
TCP = {"elb_port": 81, "instance_port": 81, "elb_protocol": "TCP"}
ZONES = ["us-east-1a", "us-east-1d"]
PLACED = {"availability_zones": ZONES, "security_groups": ["default"]}
CHECK = {"target": "HTTP:80/", "interval": 30, "timeout": 5, "healthy_threshold": 3, "unhealthy_threshold": 2}
case(
    "elb",
    whole(ELB, name="lb", listeners=[HTTP], **PLACED),
    whole(ELB, name="lb", listeners=[HTTP, TCP], **PLACED),
    whole(ELB, name="lb", listeners=[TCP], **PLACED),
    whole(ELB, name="lb", listeners=[TCP], **{**PLACED, "availability_zones": ["us-east-1a", "us-east-1b"]}),
    whole(ELB, name="lb", listeners=[TCP], **{**PLACED, "availability_zones": ["us-east-1a"]}, health_check=CHECK),
    whole(ELB, name="lb", listeners=[TCP], **{**PLACED, "availability_zones": ["us-east-1a"]},
          attributes={"cross_zone_load_balancing": {"enabled": True},
                      "connection_draining": {"enabled": True, "timeout": 20},
                      "connecting_settings": {"idle_timeout": 90}}),
    whole(ELB, name="lb", listeners=[TCP], **{**PLACED, "availability_zones": ["us-east-1a"]}, tags={"a": "1"}),
    whole(ELB, name="lb", listeners=[TCP], **{**PLACED, "availability_zones": ["us-east-1a"]}, tags={"b": "2"}),
    whole("boto3_elb.absent", name="lb"),
)
case(
    "elb with all at once",
    whole(ELB, name="lb", listeners=[HTTP], **PLACED, health_check=CHECK,
          attributes={"access_log": {"enabled": True, "s3_bucket_name": "logs", "s3_bucket_prefix": "lb",
                                     "emit_interval": 5}}, tags={"a": "1"}),
)
case(
    "elb with policies",
    whole(ELB, name="lb", listeners=[{**HTTP, "policies": ["sticky"]}], **PLACED,
          policies=[{"policy_name": "sticky", "policy_type": "LBCookieStickinessPolicyType",
                     "policy": {"CookieExpirationPeriod": "60"}}]),
    whole(ELB, name="lb", listeners=[{**HTTP, "policies": []}], **PLACED, policies=[]),
)
case(
    "elb in subnets",
    run(SG, name="web", description="d", vpc_id="@vpc@"),
    whole(ELB, name="lb", listeners=[HTTP], subnets=["@one@"], security_groups=["web"], scheme="internal"),
    whole(ELB, name="lb", listeners=[HTTP], subnet_names=["second"], security_groups=["web"], scheme="internal"),
    given=VPC,
)
case(
    "elb wrongly",
    run(ELB, name="lb", listeners=[HTTP]),
    run(ELB, name="lb", listeners=[{"elb_port": 80, "instance_port": 80}], availability_zones=ZONES),
    run(ELB, name="lb", listeners=[{"elb_port": 443, "instance_port": 80, "elb_protocol": "HTTPS"}],
        availability_zones=ZONES),
)
case(
    "elb instances",
    run(ELB, name="lb", listeners=[HTTP], availability_zones=ZONES),
    [test("boto3_elb.register_instances", name="lb", instances=["@i@"]),
     run("boto3_elb.register_instances", name="lb", instances=["@i@"])],
    run("boto3_elb.register_instances", name="nobody", instances=["@i@"]),
    given=[query("ec2", {"Action": "RunInstances", "ImageId": "ami-12c6146b", "MinCount": "1", "MaxCount": "1"},
                 i="<instanceId>(.*?)</instanceId>")],
)

# Records and zones

ZONE = "boto3_route53.hosted_zone_present"
RR = "boto3_route53.rr_present"
case(
    "route53 zone",
    whole(ZONE, name="example.com.", Comment="ours"),
    whole(ZONE, name="example.com.", Comment="theirs"),
    whole("boto3_route53.hosted_zone_absent", name="example.com."),
)
case(
    "route53 records",
    run(ZONE, name="example.com.", Comment=""),
    whole(RR, name="www.example.com.", DomainName="example.com.", Type="A", TTL=60, ResourceRecords=["10.0.0.1"]),
    whole(RR, name="www.example.com.", DomainName="example.com.", Type="A", TTL=60,
          ResourceRecords=["10.0.0.2", "10.0.0.1"]),
    whole(RR, name="www.example.com.", DomainName="example.com.", Type="A", TTL=90,
          ResourceRecords=["10.0.0.2", "10.0.0.1"]),
    whole(RR, name="txt", Name="txt.example.com.", DomainName="example.com.", Type="TXT", TTL=60,
          ResourceRecords=["v=spf1 -all"]),
    whole(RR, name="heavy.example.com.", DomainName="example.com.", Type="A", TTL=60, SetIdentifier="one", Weight=10,
          ResourceRecords=["10.0.0.1"]),
    whole(RR, name="alias.example.com.", DomainName="example.com.", Type="A",
          AliasTarget={"HostedZoneId": "Z35SXDOTRQ7X7K", "DNSName": "lb.us-east-1.elb.amazonaws.com.",
                       "EvaluateTargetHealth": False}),
    whole("boto3_route53.rr_absent", name="www.example.com.", DomainName="example.com.", Type="A"),
    whole("boto3_route53.rr_absent", name="txt", Name="txt.example.com.", DomainName="example.com.", Type="TXT"),
    run(RR, name="www.nowhere.org.", DomainName="nowhere.org.", Type="A", TTL=60, ResourceRecords=["10.0.0.1"]),
    run("boto3_route53.rr_absent", name="www.nowhere.org.", DomainName="nowhere.org.", Type="A"),
)
case(
    "route53 magic",
    run(ZONE, name="example.com.", Comment=""),
    run(RR, name="web.example.com.", DomainName="example.com.", Type="A", TTL=60,
        ResourceRecords=["magic:ec2_instance_tag:Name:nobody:private_ip_address"]),
    run(RR, name="web.example.com.", DomainName="example.com.", Type="A", TTL=60,
        ResourceRecords=["magic:moon:Name:web:private_ip_address"]),
    given=[query("ec2", {"Action": "RunInstances", "ImageId": "ami-12c6146b", "MinCount": "1", "MaxCount": "1",
                         "TagSpecification.1.ResourceType": "instance", "TagSpecification.1.Tag.1.Key": "Name",
                         "TagSpecification.1.Tag.1.Value": "web"},
                 i="<instanceId>(.*?)</instanceId>", ip="<privateIpAddress>(.*?)</privateIpAddress>")],
)

# Auto Scaling groups

ASG = "boto3_asg.present"
CONFIGURATION = {"Action": "CreateLaunchConfiguration", "ImageId": "ami-12c6146b", "InstanceType": "c3.large"}
GROUP = dict(name="g", launch_config_name="one", availability_zones=ZONES, min_size=0, max_size=2)
UP = {"name": "ScaleUp", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 5, "cooldown": 1800}
DOWN = {"name": "ScaleDown", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": -1, "cooldown": 1800}
case(
    "asg",
    whole(ASG, **GROUP),
    whole(ASG, **{**GROUP, "max_size": 3}),
    whole(ASG, **{**GROUP, "launch_config_name": "two"}),
    whole("boto3_asg.absent", name="g", force=True),
    given=[query("autoscaling", {**CONFIGURATION, "LaunchConfigurationName": "one"}),
           query("autoscaling", {**CONFIGURATION, "LaunchConfigurationName": "two"})],
)
case(
    "asg with tags",
    whole(ASG, **{**GROUP, "tags": [{"key": "Name", "value": "g", "propagate_at_launch": True}]}),
    whole(ASG, **{**GROUP, "tags": [{"key": "Name", "value": "h", "propagate_at_launch": True}]}),
    given=[query("autoscaling", {**CONFIGURATION, "LaunchConfigurationName": "one"})],
)
case(
    "asg with policies",
    [test(ASG, **{**GROUP, "scaling_policies": [UP, DOWN]}), run(ASG, **{**GROUP, "scaling_policies": [UP, DOWN]})],
    [test(ASG, **{**GROUP, "name": "h", "scaling_policies_from_pillar": "our_scaling_policies"}),
     run(ASG, **{**GROUP, "name": "h", "scaling_policies_from_pillar": "our_scaling_policies"})],
    given=[query("autoscaling", {**CONFIGURATION, "LaunchConfigurationName": "one"})],
)
case(
    "asg with actions",
    whole(ASG, **{**GROUP, "scheduled_actions": {"night": {"desired_capacity": 0, "min_size": 0, "max_size": 1,
                                                           "recurrence": "9 2 * * *"}}}),
    whole(ASG, **{**GROUP, "scheduled_actions": {"night": {"desired_capacity": 1, "min_size": 0, "max_size": 1,
                                                           "recurrence": "9 2 * * *"}}}),
    given=[query("autoscaling", {**CONFIGURATION, "LaunchConfigurationName": "one"})],
)

# Target groups

TG = "boto3_elbv2.create_target_group"
case(
    "elbv2",
    whole(TG, name="tg", protocol="HTTP", port=80, vpc_id="@vpc@", health_check_path="/ping"),
    whole("boto3_elbv2.delete_target_group", name="tg"),
    run("boto3_elbv2.targets_registered", name="nobody", targets=["i-0123456789abcdef0"]),
    given=VPC,
)

# Buckets

BUCKET = "boto3_s3_bucket.present"
case(
    "s3_bucket",
    whole(BUCKET, name="b", Bucket="b-of-ours"),
    whole(BUCKET, name="b", Bucket="b-of-ours", Tagging={"a": "1"}, Versioning={"Status": "Enabled"}),
    whole(BUCKET, name="b", Bucket="b-of-ours", Tagging={"a": "2"}, Versioning={"Status": "Suspended"}),
    [make(BUCKET, name="b", Bucket="b-of-ours", Policy={"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b-of-ours/*"}]})
     for make in (test, run)],
    whole(BUCKET, name="c", Bucket="c-of-ours", CORSRules=[{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]),
    whole(BUCKET, name="b", Bucket="b-of-ours", Website={"IndexDocument": {"Suffix": "index.html"}}),
    whole(BUCKET, name="b", Bucket="b-of-ours", ACL={"ACL": "public-read"}),
    whole("boto3_s3_bucket.absent", name="b", Bucket="b-of-ours", Force=True),
)

# What templates ask

case(
    "asked of groups",
    run(SG, name="web", description="d", rules=[WEB], tags={"a": "1"}),
    ask("boto3_secgroup.get_group_id", name="web"),
    ask("boto3_secgroup.get_group_id", name="nobody"),
    ask("boto3_secgroup.exists", name="web"),
    ask("boto3_secgroup.exists", name="nobody"),
    ask("boto3_secgroup.get_config", name="web"),
    ask("boto3_secgroup.get_config", name="nobody"),
    ask("boto3_secgroup.convert_to_group_ids", groups=["web"]),
    ask("boto3_vpc.get_id", name="main"),
    ask("boto3_vpc.get_id", name="nobody"),
    ask("boto3_vpc.exists", name="main"),
    given=VPC,
)
INSTANCES = {"Action": "CreateAutoScalingGroup", "AutoScalingGroupName": "g", "LaunchConfigurationName": "one",
             "MinSize": "2", "MaxSize": "2", "AvailabilityZones.member.1": "us-east-1a",
             "Tags.member.1.Key": "Name", "Tags.member.1.Value": "web", "Tags.member.1.PropagateAtLaunch": "true"}
case(
    "asked of instances",
    ask("boto3_asg.exists", name="g"),
    ask("boto3_asg.exists", name="nobody"),
    ask("boto3_asg.list_groups"),
    ask("boto3_asg.get_instances", name="g", attribute="instance_id"),
    ask("boto3_asg.get_instances", name="g", attribute="instance_type"),
    ask("boto3_asg.get_instances", name="g", attributes=["instance_type", "image_id"]),
    ask("boto3_asg.get_instances", name="g", lifecycle_state="Terminated"),
    ask("boto3_asg.get_instances", name="nobody"),
    ask("boto3_asg.launch_configuration_exists", name="one"),
    ask("boto3_asg.list_launch_configurations"),
    ask("boto3_ec2.find_instances", name="web"),
    ask("boto3_ec2.find_instances", tags={"Name": "web"}),
    ask("boto3_ec2.find_instances", name="nobody"),
    ask("boto3_ec2.exists", name="web"),
    given=[query("autoscaling", {**CONFIGURATION, "LaunchConfigurationName": "one"}), query("autoscaling", INSTANCES)],
)
case(
    "asked of queues, roles and alarms",
    run(SQS, name="q"),
    ask("boto3_sqs.exists", name="q"),
    ask("boto3_sqs.exists", name="nobody"),
    ask("boto3_sqs.list"),
    ask("boto3_sqs.list", prefix="x"),
    run(ROLE, name="r", policy_document=TRUST, policies={"read": READ}),
    ask("boto3_iam.role_exists", name="r"),
    ask("boto3_iam.role_exists", name="nobody"),
    ask("boto3_iam.instance_profile_exists", name="r"),
    ask("boto3_iam.list_role_policies", role_name="r"),
    ask("boto3_iam.list_role_policies", role_name="nobody"),
    ask("boto3_iam.get_role_policy", role_name="r", policy_name="read"),
    run(ALARM, name="cpu", attributes=CPU),
    ask("boto3_cloudwatch.get_all_alarms"),
)
case(
    "asked of load balancers",
    run(ELB, name="lb", listeners=[HTTP], **PLACED, health_check=CHECK),
    ask("boto3_elb.exists", name="lb"),
    ask("boto3_elb.exists", name="nobody"),
    ask("boto3_elb.list_elbs"),
    ask("boto3_elb.get_elb_config", name="lb"),
    ask("boto3_elb.get_elb_config", name="nobody"),
    ask("boto3_elbv2.target_group_exists", name="nobody"),
    run(BUCKET, name="b", Bucket="b-of-ours"),
    ask("boto3_s3_bucket.exists", Bucket="b-of-ours"),
    ask("boto3_s3_bucket.exists", Bucket="nobody"),
)

# Networks

V = "boto3_vpc."
NET = {"name": "net", "cidr_block": "10.7.0.0/16"}
ONE = {"name": "one", "vpc_name": "net", "cidr_block": "10.7.1.0/24", "availability_zone": "us-east-1a"}
case(
    "vpc",
    whole(V + "present", **NET, dns_hostnames=True, tags={"team": "web"}),
    whole(V + "subnet_present", **ONE),
    whole(V + "internet_gateway_present", name="out", vpc_name="net"),
    # moto forgets their tags, so that nobody finds them by name.
    test(V + "dhcp_options_present", name="dns", domain_name="example.com", vpc_name="net"),
    run(V + "dhcp_options_present", name="dns", domain_name="example.com", vpc_name="net"),
    whole(V + "subnet_absent", name="one"),
    whole(V + "internet_gateway_absent", name="out", detach=True),
    whole(V + "absent", name="net"),
)
case(
    "vpc with routes",
    run(V + "present", **NET),
    run(V + "subnet_present", **ONE),
    run(V + "internet_gateway_present", name="out", vpc_name="net"),
    whole(V + "route_table_present", name="routes", vpc_name="net", subnet_names=["one"], routes=[
        {"destination_cidr_block": "0.0.0.0/0", "internet_gateway_name": "out"}]),
    whole(V + "route_table_absent", name="routes"),
)
case(
    "vpc wrongly",
    run(V + "internet_gateway_present", name="out", vpc_name="nowhere"),
    run(V + "dhcp_options_present", name="dns", domain_name="example.com", vpc_name="nowhere"),
    run(V + "dhcp_options_absent", name="nothing"),
    run(V + "route_table_absent", name="nothing"),
    run(V + "nat_gateway_absent", name="nothing", subnet_id="subnet-1"),
)

# Users and groups

IAM = "boto3_iam."
OWN = {"own": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}}
case(
    "iam users",
    whole(IAM + "user_present", name="ann"),
    whole(IAM + "user_present", name="ann", policies=OWN),
    whole(IAM + "group_present", name="team", users=["ann"]),
    whole(IAM + "group_present", name="team", users=["ann"], policies=OWN),
    whole(IAM + "group_absent", name="team"),
    whole(IAM + "user_absent", name="ann"),
)
case(
    "iam documents",
    whole(IAM + "policy_present", name="p", policy_document=OWN["own"]),
    whole(IAM + "policy_absent", name="p"),
    whole(IAM + "server_cert_present", name="c", public_key="body", private_key="key"),
    whole(IAM + "server_cert_absent", name="c"),
    whole(IAM + "saml_provider_present", name="s", saml_metadata_document="<a>%s</a>" % ("x" * 1000)),
    whole(IAM + "saml_provider_absent", name="s"),
)
