package io.pulldeploy;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.engine.StateModule;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AccountModule;
import io.pulldeploy.modules.AlternativesModule;
import io.pulldeploy.modules.AptKeysModule;
import io.pulldeploy.modules.ArchiveModule;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.BotoEc2Module;
import io.pulldeploy.modules.BotoElbModule;
import io.pulldeploy.modules.BotoModule;
import io.pulldeploy.modules.CmdModule;
import io.pulldeploy.modules.CmdProgramsModule;
import io.pulldeploy.modules.CommandRuns;
import io.pulldeploy.modules.ConfigModule;
import io.pulldeploy.modules.CpModule;
import io.pulldeploy.modules.CronModule;
import io.pulldeploy.modules.DataModule;
import io.pulldeploy.modules.DefaultsModule;
import io.pulldeploy.modules.DigModule;
import io.pulldeploy.modules.DiskChangesModule;
import io.pulldeploy.modules.DiskModule;
import io.pulldeploy.modules.EnvironModule;
import io.pulldeploy.modules.FileBackupsModule;
import io.pulldeploy.modules.FileContentsModule;
import io.pulldeploy.modules.FileFactsModule;
import io.pulldeploy.modules.FileManagedModule;
import io.pulldeploy.modules.FileMetaModule;
import io.pulldeploy.modules.FileModule;
import io.pulldeploy.modules.FileNodesModule;
import io.pulldeploy.modules.FileOwnersModule;
import io.pulldeploy.modules.FileSedModule;
import io.pulldeploy.modules.FileSources;
import io.pulldeploy.modules.FileSourcesModule;
import io.pulldeploy.modules.FileTextModule;
import io.pulldeploy.modules.GitChangesModule;
import io.pulldeploy.modules.GitConfigModule;
import io.pulldeploy.modules.GitModule;
import io.pulldeploy.modules.GitRemotesModule;
import io.pulldeploy.modules.GitWorktreesModule;
import io.pulldeploy.modules.GrainsModule;
import io.pulldeploy.modules.HashutilModule;
import io.pulldeploy.modules.HostsModule;
import io.pulldeploy.modules.HttpModule;
import io.pulldeploy.modules.IniModule;
import io.pulldeploy.modules.JinjaModule;
import io.pulldeploy.modules.KmodModule;
import io.pulldeploy.modules.LocaleModule;
import io.pulldeploy.modules.LogModule;
import io.pulldeploy.modules.LowpkgModule;
import io.pulldeploy.modules.ManageFileModule;
import io.pulldeploy.modules.MatchModule;
import io.pulldeploy.modules.MineModule;
import io.pulldeploy.modules.MountModule;
import io.pulldeploy.modules.NetworkModule;
import io.pulldeploy.modules.PillarModule;
import io.pulldeploy.modules.PipModule;
import io.pulldeploy.modules.PkgFactsModule;
import io.pulldeploy.modules.PkgModule;
import io.pulldeploy.modules.PkgReposModule;
import io.pulldeploy.modules.PkgSelectionsModule;
import io.pulldeploy.modules.ProviderModule;
import io.pulldeploy.modules.PsModule;
import io.pulldeploy.modules.PsTotalsModule;
import io.pulldeploy.modules.RandomModule;
import io.pulldeploy.modules.SaltVersionModule;
import io.pulldeploy.modules.SaltutilModule;
import io.pulldeploy.modules.ServiceModule;
import io.pulldeploy.modules.ShadowModule;
import io.pulldeploy.modules.SlsutilModule;
import io.pulldeploy.modules.SshHostsModule;
import io.pulldeploy.modules.SshModule;
import io.pulldeploy.modules.StatusModule;
import io.pulldeploy.modules.SysModule;
import io.pulldeploy.modules.SysctlModule;
import io.pulldeploy.modules.SystemModule;
import io.pulldeploy.modules.TestModule;
import io.pulldeploy.modules.TimezoneModule;
import io.pulldeploy.states.CmdState;
import io.pulldeploy.states.FileState;
import io.pulldeploy.states.GroupState;
import io.pulldeploy.states.HostState;
import io.pulldeploy.states.ModuleState;
import io.pulldeploy.states.NetworkState;
import io.pulldeploy.states.PkgState;
import io.pulldeploy.states.ServiceState;
import io.pulldeploy.states.StateconfState;
import io.pulldeploy.states.TestState;
import io.pulldeploy.states.TimezoneState;
import io.pulldeploy.states.UserState;
import io.pulldeploy.states.aws.AlarmState;
import io.pulldeploy.states.aws.AutoScalingGroupState;
import io.pulldeploy.states.aws.AwsNamedCacheState;
import io.pulldeploy.states.aws.BotoElbState;
import io.pulldeploy.states.aws.BucketState;
import io.pulldeploy.states.aws.CacheState;
import io.pulldeploy.states.aws.HostedZoneState;
import io.pulldeploy.states.aws.IamDocumentState;
import io.pulldeploy.states.aws.IdentityState;
import io.pulldeploy.states.aws.LaunchConfigurationState;
import io.pulldeploy.states.aws.LaunchTemplateState;
import io.pulldeploy.states.aws.LoadBalancerState;
import io.pulldeploy.states.aws.LoadBalancerV2State;
import io.pulldeploy.states.aws.QueueState;
import io.pulldeploy.states.aws.RecordSetState;
import io.pulldeploy.states.aws.RecordState;
import io.pulldeploy.states.aws.RoleState;
import io.pulldeploy.states.aws.SecurityGroupState;
import io.pulldeploy.states.aws.TargetGroupState;
import io.pulldeploy.states.aws.TopicState;
import io.pulldeploy.states.aws.VpcState;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HttpDownloads;
import io.pulldeploy.system.HttpWebClient;

import java.security.SecureRandom;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Every plug-in of the product, one line each. */
final class Registrations {
    private Registrations() {}

    /**
     * @param pillars compiles a pillar anew
     * @param environment this process's environment variables
     */
    static Registry<ExecutionFunction> executionFunctions(
            Host host,
            AwsClients aws,
            PillarModule.Compiler pillars,
            Map<String, String> environment) {
        Registry<ExecutionFunction> registry = Registry.ofExecutionFunctions();
        addMinionModules(registry, host, pillars, environment);
        registry.add(
                () -> new SysModule(registry, () -> stateFunctions(host, aws)).functions(), "sys");
        registry.add(() -> new StateModule().functions(), "state");
        addHostModules(registry, host);
        registry.add(() -> new BotoElbModule(connections(host, aws)).functions(), boto("elb"));
        registry.add(
                () -> new BotoModule(connections(host, aws)).functions(),
                boto("iam", "sqs", "cloudwatch", "route53", "elasticache", "s3_bucket", "elbv2"));
        registry.add(
                () -> new BotoEc2Module(connections(host, aws)).functions(),
                boto("secgroup", "asg", "ec2", "vpc"));
        return registry;
    }

    private static void addMinionModules(
            Registry<ExecutionFunction> registry,
            Host host,
            PillarModule.Compiler pillars,
            Map<String, String> environment) {
        registry.add(() -> new ConfigModule().functions(), "config");
        registry.add(() -> new PillarModule(host.files(), pillars).functions(), "pillar");
        registry.add(() -> new GrainsModule(host.files()).functions(), "grains");
        registry.add(() -> new SlsutilModule(host.files()).functions(), "slsutil");
        registry.add(() -> new DefaultsModule(host.files()).functions(), "defaults");
        registry.add(() -> new MatchModule().functions(), "match");
        registry.add(
                () ->
                        new TestModule(s -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(s)))
                                .functions(),
                "test");
        registry.add(() -> new SaltutilModule().functions(), "saltutil");
        registry.add(() -> new CpModule(host.files(), new HttpDownloads()).functions(), "cp");
        registry.add(() -> new LogModule().functions(), "log");
        registry.add(() -> new JinjaModule().functions(), "jinja");
        registry.add(() -> new RandomModule(new SecureRandom()).functions(), "random");
        registry.add(() -> new HashutilModule(host.files()).functions(), "hashutil");
        registry.add(() -> new EnvironModule(environment).functions(), "environ");
        registry.add(() -> new DataModule(host.files()).functions(), "data");
        registry.add(() -> new MineModule().functions(), "mine", "event", "publish", "beacons");
    }

    static Registry<StateFunction> stateFunctions(Host host, AwsClients aws) {
        Registry<StateFunction> registry = Registry.ofStateFunctions();
        addHostStates(registry, host);
        registry.add(() -> new StateconfState().functions(), "stateconf");
        registry.add(() -> new TestState(new SplittableRandom()::nextBoolean).functions(), "test");
        addAwsStates(registry, connections(host, aws), host.files());
        return registry;
    }

    private static AwsConnections connections(Host host, AwsClients aws) {
        return new AwsConnections(new SdkAccounts(aws, host.clock(), new SplittableRandom()));
    }

    private static void addHostModules(Registry<ExecutionFunction> registry, Host host) {
        FileSources sources = new FileSources(host.files(), new HttpDownloads());
        CommandRuns commands = new CommandRuns(host, sources);
        registry.add(() -> new FileModule(host).functions(), "file");
        registry.add(() -> new FileFactsModule(host).functions(), "file");
        registry.add(() -> new FileContentsModule(host).functions(), "file");
        registry.add(() -> new FileNodesModule(host).functions(), "file");
        registry.add(() -> new FileBackupsModule(host).functions(), "file");
        registry.add(() -> new FileManagedModule(host).functions(), "file");
        registry.add(() -> new FileMetaModule(host).functions(), "file");
        registry.add(() -> new ManageFileModule(host).functions(), "file");
        registry.add(() -> new FileSedModule(host, commands).functions(), "file");
        registry.add(() -> new FileOwnersModule(host).functions(), "file");
        registry.add(() -> new FileSourcesModule(host, sources).functions(), "file");
        registry.add(() -> new FileTextModule(host, commands).functions(), "file");
        registry.add(() -> new CmdModule(host, commands).functions(), "cmd");
        registry.add(() -> new CmdProgramsModule(host, commands).functions(), "cmd");
        registry.add(() -> new GitModule(host, commands).functions(), "git");
        registry.add(() -> new GitRemotesModule(host, commands).functions(), "git");
        registry.add(() -> new GitConfigModule(host, commands).functions(), "git");
        registry.add(() -> new GitChangesModule(host, commands).functions(), "git");
        registry.add(() -> new GitWorktreesModule(host, commands).functions(), "git");
        registry.add(() -> new PkgModule(host).functions(), "pkg");
        registry.add(() -> new PkgFactsModule(host).functions(), "pkg");
        registry.add(
                () ->
                        new HttpModule(
                                        host,
                                        new HttpWebClient(),
                                        time -> LockSupport.parkNanos(time.toNanos()))
                                .functions(),
                "http");
        registry.add(() -> new PipModule(host, commands).functions(), "pip");
        registry.add(() -> new PkgSelectionsModule(host).functions(), "pkg");
        registry.add(() -> new PkgReposModule(host).functions(), "pkg");
        registry.add(() -> new AptKeysModule(host).functions(), "pkg");
        registry.add(() -> new ServiceModule(host).functions(), "service");
        registry.add(() -> new AccountModule(host).functions(), "user", "group");
        registry.add(() -> new HostsModule(host).functions(), "hosts");
        registry.add(() -> new ArchiveModule(host, commands).functions(), "archive");
        registry.add(() -> new IniModule(host).functions(), "ini");
        registry.add(() -> new NetworkModule(host).functions(), "network");
        registry.add(() -> new TimezoneModule(host).functions(), "timezone");
        addMachineModules(registry, host);
    }

    /** What the machine itself is and does. */
    private static void addMachineModules(Registry<ExecutionFunction> registry, Host host) {
        registry.add(() -> new StatusModule(host).functions(), "status");
        registry.add(() -> new PsModule(host).functions(), "ps");
        registry.add(() -> new PsTotalsModule(host).functions(), "ps");
        registry.add(() -> new SaltVersionModule().functions(), "salt_version");
        registry.add(() -> new DigModule(host).functions(), "dig");
        registry.add(() -> new DiskModule(host).functions(), "disk");
        registry.add(() -> new DiskChangesModule(host).functions(), "disk");
        registry.add(() -> new MountModule(host).functions(), "mount");
        registry.add(() -> new SysctlModule(host).functions(), "sysctl");
        registry.add(() -> new AlternativesModule(host).functions(), "alternatives");
        registry.add(() -> new KmodModule(host).functions(), "kmod");
        registry.add(() -> new SystemModule(host).functions(), "system");
        registry.add(() -> new LocaleModule(host).functions(), "locale");
        registry.add(() -> new LowpkgModule(host).functions(), "lowpkg");
        registry.add(() -> new ShadowModule(host).functions(), "shadow");
        registry.add(() -> new ProviderModule(host).functions(), "test");
        registry.add(() -> new CronModule(host, new SplittableRandom()).functions(), "cron");
        registry.add(() -> new SshModule(host).functions(), "ssh");
        registry.add(() -> new SshHostsModule(host).functions(), "ssh");
    }

    private static void addHostStates(Registry<StateFunction> registry, Host host) {
        Downloads downloads = new HttpDownloads();
        registry.add(() -> new FileState(host, downloads).functions(), "file");
        registry.add(() -> new CmdState(host, downloads).functions(), "cmd");
        registry.add(() -> new PkgState(host, downloads).functions(), "pkg");
        registry.add(() -> new ServiceState(host).functions(), "service");
        registry.add(() -> new HostState(host).functions(), "host");
        registry.add(() -> new UserState(host).functions(), "user");
        registry.add(() -> new GroupState(host).functions(), "group");
        registry.add(() -> new TimezoneState(host).functions(), "timezone");
        registry.add(() -> new NetworkState(host).functions(), "network");
        registry.add(() -> new ModuleState().functions(), "module");
    }

    private static void addAwsStates(
            Registry<StateFunction> registry, AwsConnections aws, FileTree files) {
        registry.add(() -> new SecurityGroupState(aws).functions(), boto("secgroup"));
        registry.add(() -> new RoleState(aws).functions(), boto("iam_role"));
        registry.add(() -> new QueueState(aws).functions(), boto("sqs"));
        registry.add(() -> new BotoElbState(aws).functions(), boto("elb"));
        registry.add(() -> new LoadBalancerState(aws).functions(), boto("elb"));
        registry.add(() -> new RecordState(aws).functions(), "boto_route53");
        registry.add(() -> new RecordSetState(aws).functions(), "boto3_route53");
        registry.add(
                () -> new HostedZoneState(aws, new SplittableRandom()).functions(),
                boto("route53"));
        registry.add(() -> new LaunchConfigurationState(aws).functions(), boto("lc"));
        registry.add(() -> new AutoScalingGroupState(aws).functions(), boto("asg"));
        registry.add(() -> new AlarmState(aws).functions(), boto("cloudwatch_alarm"));
        registry.add(() -> new CacheState(aws).functions(), boto("elasticache"));
        registry.add(() -> new AwsNamedCacheState(aws).functions(), "boto3_elasticache");
        registry.add(() -> new BucketState(aws).functions(), boto("s3_bucket"));
        registry.add(() -> new LaunchTemplateState(aws).functions(), "aws_launch_template");
        registry.add(() -> new TargetGroupState(aws).functions(), boto("elbv2"));
        registry.add(() -> new LoadBalancerV2State(aws).functions(), boto("elbv2"));
        registry.add(() -> new VpcState(aws).functions(), boto("vpc"));
        registry.add(() -> new IdentityState(aws, files).functions(), boto("iam"));
        registry.add(() -> new IamDocumentState(aws).functions(), boto("iam"));
        registry.add(() -> new TopicState(aws).functions(), boto("sns"));
    }

    /** Salt has its AWS modules under two names. */
    private static String[] boto(String... services) {
        return Stream.of(services)
                .flatMap(service -> Stream.of("boto_" + service, "boto3_" + service))
                .toArray(String[]::new);
    }
}
