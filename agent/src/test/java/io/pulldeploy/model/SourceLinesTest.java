package io.pulldeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceLinesTest {
    private static final String SOURCE =
            """
            # web is mentioned here
            {% set i = 'testing' %}
            {{ i }}:
              test.nop: []
            Ensure myapp-{{ i }} exists:
              test.nop:
                - name: web-{{ i }}
            'Ensure myapp-{{ i }}-{{ queue }} exists':
              test.nop: []
            "quoted":
              test.nop: []
            """;

    @Test
    void theLineThatSaysIt() {
        assertThat(SourceLines.declaring(SOURCE, "quoted")).isEqualTo(10);
        assertThat(SourceLines.declaring(SOURCE, "test.nop")).isEqualTo(4);
    }

    @Test
    void theTemplateThatSaysTheMostOfIt() {
        assertThat(SourceLines.declaring(SOURCE, "Ensure myapp-testing exists")).isEqualTo(5);
        assertThat(SourceLines.declaring(SOURCE, "Ensure myapp-testing-q1 exists")).isEqualTo(8);
        assertThat(SourceLines.declaring(SOURCE, "testing")).isEqualTo(3);
    }

    @Test
    void theLineBelowAnother() {
        String source = "a:\n  test.nop:\n    - name: x\nb:\n  test.nop:\n    - name: y\n";

        assertThat(SourceLines.declaring(source, "b", "name")).isEqualTo(6);
        assertThat(SourceLines.declaring(source, "b", "order")).isEqualTo(4);
    }

    @Test
    void neitherAnEmptyKeyNorOneThatNothingMakes() {
        assertThat(SourceLines.declaring(SOURCE, "")).isZero();
        assertThat(SourceLines.declaring("a: 1\n", "b")).isZero();
    }
}
