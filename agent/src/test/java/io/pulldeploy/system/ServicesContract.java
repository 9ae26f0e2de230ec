package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.Services.Action;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/** What every {@link Services} does; fakes, recordings and real supervisors alike. */
public abstract class ServicesContract {
    /** A machine that has the {@link #stopped} service. */
    protected abstract Services services();

    /** A service that is stopped, disabled and not masked. */
    protected abstract String stopped();

    /** A name that no service has; empty where every name is one. */
    protected abstract Optional<String> unknown();

    @Test
    void aServiceIsStartedRestartedAndStopped() {
        Services services = services();
        assertThat(services.exists(stopped())).isTrue();
        assertThat(services.isRunning(stopped())).isFalse();

        services.act(Action.START, stopped());
        assertThat(services.isRunning(stopped())).isTrue();
        services.act(Action.START, stopped());
        services.act(Action.RESTART, stopped());
        assertThat(services.isRunning(stopped())).isTrue();

        services.act(Action.STOP, stopped());
        assertThat(services.isRunning(stopped())).isFalse();
    }

    @Test
    void restartingStartsWhatIsStopped() {
        Services services = services();

        services.act(Action.RESTART, stopped());

        assertThat(services.isRunning(stopped())).isTrue();
        services.act(Action.STOP, stopped());
    }

    @Test
    void aServiceIsEnabledAndDisabledWithoutBeingStarted() {
        Services services = services();
        assertThat(services.isEnabled(stopped())).isFalse();

        services.act(Action.ENABLE, stopped());
        assertThat(services.isEnabled(stopped())).isTrue();
        assertThat(services.isRunning(stopped())).isFalse();

        services.act(Action.DISABLE, stopped());
        assertThat(services.isEnabled(stopped())).isFalse();
    }

    @Test
    void aServiceIsMaskedAndUnmasked() {
        Services services = services();
        assertThat(services.isMasked(stopped(), false)).isFalse();

        services.act(Action.MASK, stopped());
        assertThat(services.isMasked(stopped(), false)).isTrue();
        assertThat(services.isMasked(stopped(), true)).isFalse();

        services.act(Action.UNMASK, stopped());
        assertThat(services.isMasked(stopped(), false)).isFalse();
    }

    @Test
    void aServiceIsMaskedUntilTheNextStart() {
        Services services = services();

        services.act(Action.RUNTIME_MASK, stopped());
        assertThat(services.isMasked(stopped(), true)).isTrue();

        services.act(Action.RUNTIME_UNMASK, stopped());
        assertThat(services.isMasked(stopped(), true)).isFalse();
    }

    @Test
    void whatWasActedOnIsAmongTheNames() {
        Services services = services();

        services.act(Action.START, stopped());
        services.act(Action.STOP, stopped());

        assertThat(services.names()).contains(stopped());
    }

    @Test
    void whatIsUnknownDoesNotRun() {
        Services services = services();
        unknown()
                .ifPresent(name -> {
                    assertThat(services.exists(name)).isFalse();
                    assertThat(services.isRunning(name)).isFalse();
                    assertThat(services.names()).doesNotContain(name);
                });
    }
}
