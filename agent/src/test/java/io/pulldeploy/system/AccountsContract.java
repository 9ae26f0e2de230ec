package io.pulldeploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.system.Accounts.Creation;
import io.pulldeploy.system.Accounts.Group;
import io.pulldeploy.system.Accounts.Settings;
import io.pulldeploy.system.Accounts.Shadow;
import io.pulldeploy.system.Accounts.User;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What every {@link Accounts} does; fakes, recordings and real account files alike. */
public abstract class AccountsContract extends AccountsReadContract {
    private static final String USER = "pd-user";
    private static final String TEAM = "pd-team";
    private static final String GUILD = "pd-guild";
    private static final Creation PLAIN = new Creation(false, false, true, true);

    @Test
    void aGroupIsAddedChangedAndRemoved() {
        Accounts accounts = accounts();

        accounts.addGroup(TEAM, OptionalLong.of(23_001), false, true);
        assertThat(accounts.group(TEAM)).hasValue(new Group(TEAM, 23_001, List.of()));
        accounts.changeGroup(TEAM, 23_002, true);
        assertThat(accounts.group(TEAM)).map(Group::gid).hasValue(23_002L);

        accounts.removeGroup(TEAM);
        assertThat(accounts.group(TEAM)).isEmpty();
    }

    @Test
    void aUserIsAddedAsItWasAskedFor() {
        Accounts accounts = accounts();
        accounts.addGroup(TEAM, OptionalLong.of(23_001), false, true);
        accounts.addGroup(GUILD, OptionalLong.of(23_003), false, true);

        accounts.addUser(USER, settings(TEAM, List.of(GUILD)), PLAIN);

        assertThat(accounts.user(USER))
                .hasValue(
                        new User(
                                USER, 23_010, 23_001, "Some One,1,2,3", "/opt/someone", "/bin/sh"));
        assertThat(accounts.group(GUILD)).map(Group::members).hasValue(List.of(USER));
        assertThat(accounts.group(TEAM))
                .as("a primary group lists no members")
                .map(Group::members)
                .hasValue(List.of());
        assertThat(accounts.shadow(USER)).map(Shadow::password).hasValue("$6$x$y");
    }

    @Test
    void aUserGetsAGroupOfItsOwnWhereNoneIsNamed() {
        Accounts accounts = accounts();

        accounts.addUser(USER, Settings.NONE, PLAIN);

        User user = accounts.user(USER).orElseThrow();
        assertThat(accounts.group(USER)).map(Group::gid).hasValue(user.gid());
    }

    @Test
    void aChangeTouchesWhatItNamesAlone() {
        Accounts accounts = accounts();
        accounts.addGroup(TEAM, OptionalLong.of(23_001), false, true);
        accounts.addGroup(GUILD, OptionalLong.of(23_003), false, true);
        accounts.addUser(USER, settings(TEAM, List.of(GUILD)), PLAIN);

        accounts.changeUser(
                USER,
                new Settings(
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.of(List.of()),
                        Optional.empty(),
                        Optional.of("/bin/bash"),
                        Optional.empty(),
                        Optional.of("!")),
                false);

        assertThat(accounts.user(USER))
                .hasValue(
                        new User(
                                USER,
                                23_010,
                                23_001,
                                "Some One,1,2,3",
                                "/opt/someone",
                                "/bin/bash"));
        assertThat(accounts.group(GUILD)).map(Group::members).hasValue(List.of());
        assertThat(accounts.shadow(USER)).map(Shadow::password).hasValue("!");
    }

    @Test
    void agesAreSet() {
        Accounts accounts = accounts();
        accounts.addUser(USER, Settings.NONE, PLAIN);
        Shadow before = accounts.shadow(USER).orElseThrow();

        accounts.changeAges(
                USER, new Shadow(USER, before.password(), 19_000, 1, 90, 14, 30, 25_000));

        assertThat(accounts.shadow(USER))
                .hasValue(new Shadow(USER, before.password(), 19_000, 1, 90, 14, 30, 25_000));
    }

    @Test
    void membersAreSet() {
        Accounts accounts = accounts();
        accounts.addGroup(TEAM, OptionalLong.of(23_001), false, true);
        accounts.addUser(USER, Settings.NONE, PLAIN);

        accounts.setMembers(TEAM, List.of(USER));
        assertThat(accounts.group(TEAM)).map(Group::members).hasValue(List.of(USER));

        accounts.setMembers(TEAM, List.of());
        assertThat(accounts.group(TEAM)).map(Group::members).hasValue(List.of());
    }

    @Test
    void whoIsRemovedIsGoneFromEverywhere() {
        Accounts accounts = accounts();
        accounts.addGroup(TEAM, OptionalLong.of(23_001), false, true);
        accounts.addUser(USER, Settings.NONE, PLAIN);
        accounts.setMembers(TEAM, List.of(USER));

        accounts.removeUser(USER, false, false);

        assertThat(accounts.user(USER)).isEmpty();
        assertThat(accounts.shadow(USER)).isEmpty();
        assertThat(accounts.group(TEAM)).map(Group::members).hasValue(List.of());
        assertThat(accounts.group(USER)).as("its own group").isEmpty();
    }

    private static Settings settings(String primary, List<String> groups) {
        return new Settings(
                OptionalLong.of(23_010),
                Optional.of(primary),
                Optional.of(groups),
                Optional.of("/opt/someone"),
                Optional.of("/bin/sh"),
                Optional.of("Some One,1,2,3"),
                Optional.of("$6$x$y"));
    }
}
