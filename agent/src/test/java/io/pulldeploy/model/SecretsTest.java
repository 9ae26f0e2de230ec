package io.pulldeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class SecretsTest {
    private final Secrets secrets = new Secrets();

    @Test
    void aSecretIsMaskedWholeByLinesAndInBase64() {
        secrets.add("first line\n  second line\n");

        assertThat(secrets.mask("+first line\n+  second line"))
                .isEqualTo("+**********\n+  **********");
        assertThat(secrets.mask("data: Zmlyc3QgbGluZQ==")).isEqualTo("data: **********");
    }

    @Test
    void theLongerOfTwoGoesFirst() {
        secrets.add("open");
        secrets.add("open sesame");

        assertThat(secrets.mask("say open sesame")).isEqualTo("say **********");
    }

    @Test
    void whatIsTooShortWouldMaskOrdinaryWords() {
        secrets.add("yes");

        assertThat(secrets.mask("yes")).isEqualTo("yes");
    }

    @Test
    void valuesAreMaskedWithTheirKeys() {
        secrets.addAll(Map.of("db", List.of("sesame", 5L)));

        assertThat(secrets.maskAll(Map.of("cmd_|-x sesame", List.of("sesame!", 5L))))
                .isEqualTo(Map.of("cmd_|-x **********", List.of("**********!", 5L)));
    }
}
