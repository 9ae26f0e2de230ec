package io.pulldeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlsErrorTest {
    @Test
    void anExcerptATraceAndAPositionAreLeftOut() {
        String salt =
                """
                Rendering SLS 'base:a' failed: Jinja error: division by zero
                Traceback (most recent call last):
                  File "<template>", line 3, in top-level template code
                ZeroDivisionError: division by zero

                ; line 3

                ---
                x: {{ 1/0 }}
                ---\
                """;

        assertThat(SlsError.of(salt).summary())
                .isEqualTo("Rendering SLS 'base:a' failed: Jinja error: division by zero");
        assertThat(SlsError.of("Jinja variable 'x' is undefined; line 1\n\n---\nx\n---").summary())
                .isEqualTo("Jinja variable 'x' is undefined");
    }

    @Test
    void whatSaltSaysAlreadyIsNotToldTwice() {
        assertThat(SlsError.of("something").told()).isEmpty();
        assertThat(SlsError.at("Salt's.", "f", 3, " - x ", "Hint.").because("ours").told())
                .containsExactly("f:3: ours", "- x", "Hint.");
    }
}
