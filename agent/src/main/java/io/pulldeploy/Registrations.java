package io.pulldeploy;

import io.pulldeploy.aws.AwsClients;
import io.pulldeploy.aws.SdkAccounts;
import io.pulldeploy.engine.StateModule;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AccountModule;
import io.pulldeploy.modules.AlternativesModule;
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
import io.pulldeploy.modules.DiskModule;
import io.pulldeploy.modules.EnvironModule;
import io.pulldeploy.modules.FileBackupsModule;
import io.pulldeploy.modules.FileContentsModule;
import io.pulldeploy.modules.FileFactsModule;
import io.pulldeploy.modules.FileManagedModule;
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
import io.pulldeploy.modules.GitWorktreesModule;
import io.pulldeploy.modules.GrainsModule;
import io.pulldeploy.modules.HashutilModule;
import io.pulldeploy.modules.HostsModule;
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
import io.pulldeploy.modules.PkgFactsModule;
import io.pulldeploy.modules.PkgModule;
import io.pulldeploy.modules.PkgReposModule;
import io.pulldeploy.modules.PsModule;
import io.pulldeploy.modules.RandomModule;
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
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HttpDownloads;

import java.security.SecureRandom;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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
        registry.add(new SysModule(registry, () -> stateFunctions(host, aws)).functions());
        registry.add(new StateModule().functions());
        addHostModules(registry, host);
        registry.add(new BotoElbModule(connections(host, aws)).functions());
        registry.add(new BotoModule(connections(host, aws)).functions());
        registry.add(new BotoEc2Module(connections(host, aws)).functions());
        return registry;
    }

    private static void addMinionModules(
            Registry<ExecutionFunction> registry,
            Host host,
            PillarModule.Compiler pillars,
            Map<String, String> environment) {
        registry.add(new ConfigModule().functions());
        registry.add(new PillarModule(host.files(), pillars).functions());
        registry.add(new GrainsModule(host.files()).functions());
        registry.add(new SlsutilModule(host.files()).functions());
        registry.add(new DefaultsModule(host.files()).functions());
        registry.add(new MatchModule().functions());
        registry.add(
                new TestModule(s -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(s)))
                        .functions());
        registry.add(new SaltutilModule().functions());
        registry.add(new CpModule(host.files(), new HttpDownloads()).functions());
        registry.add(new LogModule().functions());
        registry.add(new JinjaModule().functions());
        registry.add(new RandomModule(new SecureRandom()).functions());
        registry.add(new HashutilModule(host.files()).functions());
        registry.add(new EnvironModule(environment).functions());
        registry.add(new DataModule(host.files()).functions());
        registry.add(new MineModule().functions());
    }

    static Registry<StateFunction> stateFunctions(Host host, AwsClients aws) {
        Registry<StateFunction> registry = Registry.ofStateFunctions();
        addHostStates(registry, host);
        registry.add(new StateconfState().functions());
        registry.add(new TestState(new SplittableRandom()::nextBoolean).functions());
        addAwsStates(registry, connections(host, aws));
        return registry;
    }

    private static AwsConnections connections(Host host, AwsClients aws) {
        return new AwsConnections(new SdkAccounts(aws, host.clock(), new SplittableRandom()));
    }

    private static void addHostModules(Registry<ExecutionFunction> registry, Host host) {
        FileSources sources = new FileSources(host.files(), new HttpDownloads());
        CommandRuns commands = new CommandRuns(host, sources);
        registry.add(new FileModule(host).functions());
        registry.add(new FileFactsModule(host).functions());
        registry.add(new FileContentsModule(host).functions());
        registry.add(new FileNodesModule(host).functions());
        registry.add(new FileBackupsModule(host).functions());
        registry.add(new FileManagedModule(host).functions());
        registry.add(new ManageFileModule(host).functions());
        registry.add(new FileSedModule(host, commands).functions());
        registry.add(new FileOwnersModule(host).functions());
        registry.add(new FileSourcesModule(host, sources).functions());
        registry.add(new FileTextModule(host, commands).functions());
        registry.add(new CmdModule(host, commands).functions());
        registry.add(new CmdProgramsModule(host, commands).functions());
        registry.add(new GitModule(host, commands).functions());
        registry.add(new GitConfigModule(host, commands).functions());
        registry.add(new GitChangesModule(host, commands).functions());
        registry.add(new GitWorktreesModule(host, commands).functions());
        registry.add(new PkgModule(host).functions());
        registry.add(new PkgFactsModule(host).functions());
        registry.add(new PkgReposModule(host).functions());
        registry.add(new ServiceModule(host).functions());
        registry.add(new AccountModule(host).functions());
        registry.add(new HostsModule(host).functions());
        registry.add(new ArchiveModule(host, commands).functions());
        registry.add(new IniModule(host).functions());
        registry.add(new NetworkModule(host).functions());
        registry.add(new TimezoneModule(host).functions());
        addMachineModules(registry, host);
    }

    /** What the machine itself is and does. */
    private static void addMachineModules(Registry<ExecutionFunction> registry, Host host) {
        registry.add(new StatusModule(host).functions());
        registry.add(new PsModule(host).functions());
        registry.add(new DigModule(host).functions());
        registry.add(new DiskModule(host).functions());
        registry.add(new MountModule(host).functions());
        registry.add(new SysctlModule(host).functions());
        registry.add(new AlternativesModule(host).functions());
        registry.add(new KmodModule(host).functions());
        registry.add(new SystemModule(host).functions());
        registry.add(new LocaleModule(host).functions());
        registry.add(new LowpkgModule(host).functions());
        registry.add(new ShadowModule(host).functions());
        registry.add(new CronModule(host, new SplittableRandom()).functions());
        registry.add(new SshModule(host).functions());
        registry.add(new SshHostsModule(host).functions());
    }

    private static void addHostStates(Registry<StateFunction> registry, Host host) {
        Downloads downloads = new HttpDownloads();
        registry.add(new FileState(host, downloads).functions());
        registry.add(new CmdState(host, downloads).functions());
        registry.add(new PkgState(host, downloads).functions());
        registry.add(new ServiceState(host).functions());
        registry.add(new HostState(host).functions());
        registry.add(new UserState(host).functions());
        registry.add(new GroupState(host).functions());
        registry.add(new TimezoneState(host).functions());
        registry.add(new NetworkState(host).functions());
        registry.add(new ModuleState().functions());
    }

    private static void addAwsStates(Registry<StateFunction> registry, AwsConnections aws) {
        registry.add(new SecurityGroupState(aws).functions());
        registry.add(new RoleState(aws).functions());
        registry.add(new QueueState(aws).functions());
        registry.add(new BotoElbState(aws).functions());
        registry.add(new LoadBalancerState(aws).functions());
        registry.add(new RecordState(aws).functions());
        registry.add(new RecordSetState(aws).functions());
        registry.add(new HostedZoneState(aws, new SplittableRandom()).functions());
        registry.add(new LaunchConfigurationState(aws).functions());
        registry.add(new AutoScalingGroupState(aws).functions());
        registry.add(new AlarmState(aws).functions());
        registry.add(new CacheState(aws).functions());
        registry.add(new AwsNamedCacheState(aws).functions());
        registry.add(new BucketState(aws).functions());
        registry.add(new LaunchTemplateState(aws).functions());
        registry.add(new TargetGroupState(aws).functions());
        registry.add(new LoadBalancerV2State(aws).functions());
    }
}
