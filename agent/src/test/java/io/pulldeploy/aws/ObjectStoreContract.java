package io.pulldeploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.aws.ObjectStore.Condition;
import io.pulldeploy.aws.ObjectStore.Content;
import io.pulldeploy.aws.ObjectStore.Opened;
import io.pulldeploy.aws.ObjectStore.PutOutcome;
import io.pulldeploy.aws.ObjectStore.Stored;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What every {@link ObjectStore} does; the fake and the real adapter are held to it alike. */
public abstract class ObjectStoreContract {
    /** An empty store. */
    protected abstract ObjectStore store();

    @Test
    void listsWhatStartsWithAPrefixInOrder() {
        ObjectStore store = store();
        write(store, "deploy/b", "bb");
        write(store, "deploy/a/2", "2");
        write(store, "deploy/a/1", "1");

        assertThat(store.list("deploy/a/"))
                .extracting(Stored::key)
                .containsExactly("deploy/a/1", "deploy/a/2");
        assertThat(store.list("deploy/b")).extracting(Stored::size).containsExactly(2L);
        assertThat(store.list("other")).isEmpty();
    }

    @Test
    void findsExactlyTheKey() {
        ObjectStore store = store();
        write(store, "channels/testing.json.sig", "x");

        assertThat(store.find("channels/testing.json")).isEmpty();
        write(store, "channels/testing.json", "{}");
        assertThat(store.find("channels/testing.json")).map(Stored::size).hasValue(2L);
    }

    @Test
    void readsTheVersionThatWasListed() throws Exception {
        ObjectStore store = store();
        write(store, "k", "0123456789");
        String etag = store.find("k").orElseThrow().etag();

        assertThat(read(store, etag, 0)).isEqualTo("0123456789");
        assertThat(read(store, etag, 7)).isEqualTo("789");

        write(store, "k", "another");
        assertThat(store.open("k", etag, 0)).as("the object was replaced").isEmpty();
    }

    @Test
    void readsWhateverThereIs() throws Exception {
        ObjectStore store = store();
        assertThat(store.open("k")).as("nothing is there").isEmpty();
        write(store, "k", "0123456789");

        Opened opened = store.open("k").orElseThrow();

        try (InputStream in = opened.content()) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("0123456789");
        }
        assertThat(opened.stored()).isEqualTo(store.find("k").orElseThrow());
    }

    @Test
    void writesOnlyWhatIsAbsent() {
        ObjectStore store = store();
        Content text = new Content.Text("x");

        assertThat(store.put("k", text, new Condition.Absent()))
                .isInstanceOf(PutOutcome.Written.class);
        assertThat(store.put("k", text, new Condition.Absent()))
                .isEqualTo(new PutOutcome.ConditionFailed());
    }

    @Test
    void writesOnlyOverTheVersionThatWasRead() {
        ObjectStore store = store();
        write(store, "k", "1");
        String first = store.find("k").orElseThrow().etag();

        assertThat(store.put("k", new Content.Text("2"), new Condition.Matches(first)))
                .isEqualTo(new PutOutcome.Written(store.find("k").orElseThrow().etag()));
        assertThat(store.put("k", new Content.Text("3"), new Condition.Matches(first)))
                .isEqualTo(new PutOutcome.ConditionFailed());
    }

    @Test
    void writesAFile(@TempDir Path dir) throws Exception {
        ObjectStore store = store();
        Path file = Files.writeString(dir.resolve("f"), "from a file");

        store.put("k", new Content.File(file), new Condition.Always());

        assertThat(read(store, store.find("k").orElseThrow().etag(), 0)).isEqualTo("from a file");
    }

    @Test
    void aReadOfNothingFailsAndNamesTheObject() {
        ObjectStore store = store();

        assertThatThrownBy(() -> store.open("nothing", "\"x\"", 0))
                .isInstanceOfSatisfying(
                        Failure.class,
                        f ->
                                assertThat(f.exitCode())
                                        .isIn(ExitCode.UNAVAILABLE, ExitCode.NO_PERMISSION))
                .hasMessageContaining("s3:GetObject on " + store.name() + "/nothing");
    }

    private static void write(ObjectStore store, String key, String text) {
        store.put(key, new Content.Text(text), new Condition.Always());
    }

    private static String read(ObjectStore store, String etag, long from) throws Exception {
        try (InputStream in = store.open("k", etag, from).orElseThrow()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
