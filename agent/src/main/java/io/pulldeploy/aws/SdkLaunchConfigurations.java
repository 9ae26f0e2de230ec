package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.autoscaling.model.CreateLaunchConfigurationRequest;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link LaunchConfigurations} over Auto Scaling. */
final class SdkLaunchConfigurations implements LaunchConfigurations {
    /** IAM's and EC2's news reach Auto Scaling some seconds late. */
    private static final Set<String> PASSING =
            Set.of(
                    "Invalid IamInstanceProfile",
                    "Invalid IAM Instance Profile",
                    "The security group 'sg-",
                    "You are not authorized to perform this operation with the profile");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkLaunchConfigurations(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return calls
                .call(
                        "autoscaling:DescribeLaunchConfigurations",
                        name,
                        () ->
                                clients.autoScaling()
                                        .describeLaunchConfigurations(
                                                r -> r.launchConfigurationNames(name))
                                        .launchConfigurations())
                .stream()
                .findFirst()
                .map(AwsShapes::plain);
    }

    @Override
    public List<String> names() {
        return calls.call(
                "autoscaling:DescribeLaunchConfigurations",
                "every launch configuration",
                () ->
                        clients
                                .autoScaling()
                                .describeLaunchConfigurationsPaginator()
                                .launchConfigurations()
                                .stream()
                                .map(LaunchConfiguration::launchConfigurationName)
                                .toList());
    }

    @Override
    public void create(Map<String, ?> properties) {
        CreateLaunchConfigurationRequest request =
                AwsShapes.fill(CreateLaunchConfigurationRequest.builder(), properties).build();
        calls.call(
                "autoscaling:CreateLaunchConfiguration",
                request.launchConfigurationName(),
                PASSING,
                () -> clients.autoScaling().createLaunchConfiguration(request));
    }

    @Override
    public void delete(String name) {
        calls.call(
                "autoscaling:DeleteLaunchConfiguration",
                name,
                Set.of("ResourceInUse"),
                () ->
                        clients.autoScaling()
                                .deleteLaunchConfiguration(r -> r.launchConfigurationName(name)));
    }
}
