package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link HostNames} does; fakes, recordings and real machines alike. */
public abstract class HostNamesContract extends HostNamesReadContract {
    @Test
    void aNameHoldsNowAndAtTheNextStart() {
        HostNames names = hostNames();

        names.set("myapp-testing-useast1-1.example.com");

        assertThat(names.current()).isEqualTo("myapp-testing-useast1-1.example.com");
        assertThat(names.configured()).isEqualTo("myapp-testing-useast1-1.example.com");
    }
}
