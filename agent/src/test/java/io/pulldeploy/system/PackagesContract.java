package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Packages.Options;
import io.pulldeploy.system.Packages.Wanted;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What every {@link Packages} does; fakes, recordings and real package systems alike. */
public abstract class PackagesContract {
    /** A machine that does not have the {@link #offered} package. */
    protected abstract Packages packages();

    /** A small package that the repositories have. */
    protected abstract String offered();

    /** A name that the repositories do not have; empty where they have everything. */
    protected abstract Optional<String> unknown();

    @Test
    void whatIsInstalledIsThereInTheVersionThatWasAvailable() {
        Packages packages = packages();
        assertThat(packages.installed()).doesNotContainKey(offered());
        String newest = packages.available(List.of(offered())).get(offered());

        install(packages);

        assertThat(packages.installed()).containsEntry(offered(), List.of(newest));
        install(packages);
        assertThat(packages.installed()).containsEntry(offered(), List.of(newest));
    }

    @Test
    void anExactVersionIsInstalled() {
        Packages packages = packages();
        String newest = packages.available(List.of(offered())).get(offered());

        packages.install(List.of(new Wanted(offered(), Optional.of(newest))), Options.DEFAULT);

        assertThat(packages.installed()).containsEntry(offered(), List.of(newest));
    }

    @Test
    void whatIsRemovedIsGone() {
        Packages packages = packages();
        install(packages);

        packages.remove(List.of(offered()), false);

        assertThat(packages.installed()).doesNotContainKey(offered());
    }

    @Test
    void whatIsPurgedLeavesNothing() {
        Packages packages = packages();
        install(packages);

        packages.remove(List.of(offered()), true);

        assertThat(packages.installed()).doesNotContainKey(offered());
        assertThat(packages.leftovers()).doesNotContainKey(offered());
    }

    @Test
    void whatIsHeldIsHeldUntilItIsFreed() {
        Packages packages = packages();
        install(packages);

        packages.hold(List.of(offered()), true);
        assertThat(packages.held()).contains(offered());

        packages.hold(List.of(offered()), false);
        assertThat(packages.held()).doesNotContain(offered());
    }

    @Test
    void whatNobodyOffersIsRefusedByName() {
        Packages packages = packages();
        unknown()
                .ifPresent(name -> {
                    assertThat(packages.available(List.of(name))).isEmpty();
                    assertThatThrownBy(() ->
                                    packages.install(
                                            List.of(new Wanted(name, Optional.empty())),
                                            Options.DEFAULT))
                            .isInstanceOf(Failure.class)
                            .hasMessageContaining(name);
                });
    }

    @Test
    void versionsHaveAnOrder() {
        Packages packages = packages();
        assertThat(packages.compareVersions("1.9", "1.10")).isNegative();
        assertThat(packages.compareVersions("2.0", "1.10")).isPositive();
        assertThat(packages.compareVersions("1.0-1", "1.0-1")).isZero();
    }

    private void install(Packages packages) {
        packages.install(List.of(new Wanted(offered(), Optional.empty())), Options.DEFAULT);
    }
}
