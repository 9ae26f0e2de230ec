package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.Accounts.Group;
import io.pulldeploy.system.Accounts.User;

import org.junit.jupiter.api.Test;

/** What every {@link Accounts} tells without changing anything. */
public abstract class AccountsReadContract {
    static final String NOBODY_HAS = "pd-no-such-name";

    protected abstract Accounts accounts();

    @Test
    void rootIsThere() {
        Accounts accounts = accounts();

        assertThat(accounts.user("root")).map(User::uid).hasValue(0L);
        assertThat(accounts.userById(0)).map(User::name).hasValue("root");
        assertThat(accounts.user("root")).map(User::gid).hasValue(0L);
        assertThat(accounts.group("root")).map(Group::gid).hasValue(0L);
        assertThat(accounts.groupById(0)).map(Group::name).hasValue("root");
    }

    @Test
    void everyUserIsFoundByName() {
        Accounts accounts = accounts();

        assertThat(accounts.users())
                .isNotEmpty()
                .allSatisfy(u -> assertThat(accounts.user(u.name())).hasValue(u));
        assertThat(accounts.groups())
                .isNotEmpty()
                .allSatisfy(g -> assertThat(accounts.group(g.name())).hasValue(g));
    }

    @Test
    void whoIsNotThereIsNotFound() {
        Accounts accounts = accounts();

        assertThat(accounts.user(NOBODY_HAS)).isEmpty();
        assertThat(accounts.group(NOBODY_HAS)).isEmpty();
        assertThat(accounts.shadow(NOBODY_HAS)).isEmpty();
    }
}
