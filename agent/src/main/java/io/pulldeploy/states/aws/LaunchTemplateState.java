package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.LaunchTemplates;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code aws_launch_template}: what launches instances where there are no launch configurations.
 */
public final class LaunchTemplateState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, image_id: text=None, image_name: text=None, description: text='',"
                            + " tags: tags=None, data: mapping=None, "
                            + LaunchConfig.PARAMETERS.replace("='m1.small'", "=None"),
                    Map.of("cloud_init", LaunchConfig.CLOUD_INIT));

    private static final AwsParameters ABSENT = AwsParameters.of("name: text", Map.of());

    private final AwsConnections connections;

    public LaunchTemplateState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                AwsState.named(
                        "aws_launch_template.present",
                        "Ensures that a launch template exists, whose default version has this"
                                + " data.",
                        PRESENT,
                        connections,
                        "ec2",
                        LaunchTemplateState::present),
                AwsState.named(
                        "aws_launch_template.absent",
                        "Ensures that a launch template does not exist.",
                        ABSENT,
                        connections,
                        "ec2",
                        LaunchTemplateState::absent));
    }

    /** {@code data} is EC2's own, and wins over the parameters that a launch configuration has. */
    private static Steps present(AwsState.Call call) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        PRESENT.signature()
                .parameters()
                .forEach(p -> given.put(p.name(), call.args().value(p.name())));
        LaunchConfig config = LaunchConfig.part(call, given, Optional.empty());
        LaunchTemplateSteps.Data data = LaunchTemplateSteps.data(config);
        Map<String, @Nullable Object> own = Properties.awsNamedMapping(call.args().value("data"));
        Steps steps = new Steps();
        LaunchTemplateSteps template = LaunchTemplateSteps.of(call, call.name());
        template.addTo(
                steps,
                new LaunchTemplateSteps.Data(
                        with(data.shown(), own), () -> with(data.known().get(), own)),
                call.args().text("description").orElse(""),
                Plain.textMapping(call.args().value("tags")));
        LaunchTemplates templates = call.account("ec2").launchTemplates();
        if (call.args().value("tags") != null) {
            template.found()
                    .ifPresent(t ->
                            TagDiff.of(Plain.textMapping(call.args().value("tags")), t.tags())
                                    .addTo(
                                            steps,
                                            tags -> templates.tag(t.id(), tags),
                                            keys -> templates.untag(t.id(), keys)));
        }
        return steps.changeNothing()
                ? steps.note("Launch template " + call.name() + " present.")
                : steps;
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> data, Map<String, @Nullable Object> own) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(data);
        all.putAll(own);
        return all;
    }

    private static Steps absent(AwsState.Call call) {
        String name = call.name();
        LaunchTemplates templates = call.account().launchTemplates();
        if (templates.find(name).isEmpty()) {
            return new Steps().note("Launch template " + name + " does not exist.");
        }
        return new Steps()
                .step(
                        "Launch template " + name + " is set to be deleted.",
                        "Launch template " + name + " deleted.",
                        change(name, null),
                        () -> templates.delete(name));
    }
}
