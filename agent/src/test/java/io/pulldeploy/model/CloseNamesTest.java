package io.pulldeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class CloseNamesTest {
    @Test
    void twoLettersExchangedAreOneMistake() {
        assertThat(CloseNames.of("ngnix", List.of("nginx", "redis"))).containsExactly("nginx");
        assertThat(CloseNames.of("fi", List.of("if", "do"))).containsExactly("if");
    }

    @Test
    void theClosestComesFirstAndTheFarNotAtAll() {
        assertThat(CloseNames.of("manged", List.of("managed", "manages", "directory")))
                .containsExactly("managed", "manages");
    }
}
