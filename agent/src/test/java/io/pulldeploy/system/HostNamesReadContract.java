package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link HostNames} tells without changing anything. */
public abstract class HostNamesReadContract {
    protected abstract HostNames hostNames();

    @Test
    void aMachineHasANameOfOneWord() {
        assertThat(hostNames().current()).isNotBlank().doesNotContainAnyWhitespaces();
        assertThat(hostNames().configured()).doesNotContainAnyWhitespaces();
    }
}
