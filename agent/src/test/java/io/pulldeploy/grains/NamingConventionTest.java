package io.pulldeploy.grains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.config.PulldeployConfig;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingConventionTest {
    private final NamingConvention convention =
            new NamingConvention(PulldeployConfig.DEFAULT_NAMING);

    @ParameterizedTest
    @CsvSource({
        "myapp-testing-useast1-898900, myapp, testing, useast1, 898900",
        "myapp-testing-useast1-898900.example.com, myapp, testing, useast1, 898900",
        "my-web-app-testing-useast1-0a1b, my-web-app, testing, useast1, 0a1b",
    })
    void hostNamesAreReadFromTheRight(
            String host, String name, String instance, String region, String node) {
        InstanceName parsed = convention.parse(host).orElseThrow();
        assertThat(parsed.serviceName()).isEqualTo(name);
        assertThat(parsed.serviceInstance()).isEqualTo(instance);
        assertThat(parsed.region()).isEqualTo(region);
        assertThat(parsed.serviceNode()).isEqualTo(node);
        assertThat(parsed.clusterName()).isEqualTo(name + "-" + instance + "-" + region);
        assertThat(parsed.serviceGroup()).isEqualTo(name + "-" + instance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "ip-10-20-30-40",
                "ip-10-0-0-1.ec2.internal",
                "myapp-testing-useast1-",
                "-a-b-c",
                "a--b-c"
            })
    void otherNamesAreNotOfTheConvention(String host) {
        assertThat(convention.parse(host)).isEmpty();
    }

    @Test
    void aGroupsNameTakesItsNodeFromTheInstanceId() {
        InstanceName parsed =
                convention
                        .parseGroup("my-app-testing-useast1", "i-0123456789abcdef0")
                        .orElseThrow();
        assertThat(parsed.grains())
                .containsEntry("service_name", "my-app")
                .containsEntry("service_node", "0123456789abcdef0")
                .containsEntry("cluster_name", "my-app-testing-useast1")
                .containsEntry("service_group", "my-app-testing");
        assertThat(convention.parseGroup("nodashes", "i-1")).isEmpty();
    }

    @Test
    void otherTemplatesSeparateByOtherCharacters() {
        NamingConvention other =
                new NamingConvention("{service_node}_{region}_{service_instance}+{service_name}");
        InstanceName parsed = other.parse("n1_eu-west-1_prod+my_app").orElseThrow();
        assertThat(parsed)
                .isEqualTo(
                        new InstanceName(
                                "my_app", "prod", "eu-west-1", "n1", "eu-west-1_prod+my_app"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{service_name}-{service_instance}",
                "{service_name}-{service_instance}-{zone}-{service_node}",
                "{service_name}-{service_node}-{service_instance}-{region}",
                "{service_name}-{service_name}-{service_instance}-{region}-{service_node}"
            })
    void aTemplateThatCannotWorkIsRefused(String template) {
        assertThatThrownBy(() -> new NamingConvention(template))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(template);
    }
}
