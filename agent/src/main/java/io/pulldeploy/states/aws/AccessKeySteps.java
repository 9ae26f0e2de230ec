package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;

import io.pulldeploy.aws.Identities;
import io.pulldeploy.aws.Identities.AccessKey;
import io.pulldeploy.aws.Identities.Kind;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.system.FileTree;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The steps to a user's access keys. Their secrets are in a file of the owner's, and nowhere else.
 */
record AccessKeySteps(FileTree files) {
    static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, number: integer, save_dir: text, save_format:"
                            + " text='{2}\\n{0}\\n{3}\\n{1}\\n'",
                    Map.of());

    static final AwsParameters ABSENT =
            AwsParameters.of("access_keys: texts, user_name: text, name: text=None", Map.of());

    private static final long OWNERS = 0600;

    Steps present(AwsState.Call call) {
        String user = call.name();
        Identities identities = existing(call, user);
        Path directory = Path.of(call.args().string("save_dir"));
        if (!files.isDirectory(directory)) {
            throw new CallError("The directory " + directory + " does not exist.");
        }
        List<String> current = identities.accessKeys(user);
        long missing = call.args().integer("number").orElse(0L) - current.size();
        if (missing <= 0) {
            return new Steps().note("The number of keys exist for user " + user);
        }
        List<String> planned = new ArrayList<>(current);
        for (long i = 0; i < missing; i++) {
            planned.add(Steps.LATER);
        }
        Path file = directory.resolve(user);
        return new Steps()
                .stepTelling(
                        "Access key is set to be created for " + user + ".",
                        "Keys have been written to file " + file + ".",
                        change("access_keys", current, planned),
                        () -> {
                            List<String> ids = new ArrayList<>(current);
                            for (int i = 0; i < missing; i++) {
                                AccessKey key = identities.createAccessKey(user);
                                ids.add(key.id());
                                save(file, call.args().string("save_format"), i, key);
                            }
                            return change("access_keys", current, ids);
                        });
    }

    /** Each key at once: a secret that is not written is lost. */
    private void save(Path file, String format, int number, AccessKey key) {
        String text =
                format.replace("{0}", key.id())
                        .replace("{2}", "key_id-" + number)
                        .replace("{3}", "key-" + number)
                        .replace("{1}", key.secret());
        files.write(
                file,
                OptionalLong.of(OWNERS),
                (files.textIfPresent(file).orElse("") + text).getBytes(StandardCharsets.UTF_8));
    }

    static Steps absent(AwsState.Call call) {
        String user = call.args().string("user_name");
        Identities identities = existing(call, user);
        List<String> current = identities.accessKeys(user);
        List<String> named = Plain.texts(call.args().value("access_keys"));
        List<String> gone = named.stream().filter(current::contains).toList();
        Steps steps = new Steps();
        named.stream()
                .filter(k -> !gone.contains(k))
                .forEach(k -> steps.note("Key " + k + " does not exist."));
        gone.forEach(key ->
                steps.step(
                        "Access key " + key + " is set to be deleted.",
                        "Key " + key + " has been deleted.",
                        Steps.entry(key, change(key, null)),
                        () -> identities.deleteAccessKey(user, key)));
        return steps;
    }

    private static Identities existing(AwsState.Call call, String user) {
        Identities identities = call.account().identities();
        if (identities.path(Kind.USER, user).isEmpty() && !call.expected().contains("user", user)) {
            throw new CallError("IAM User " + user + " does not exist.");
        }
        return identities;
    }
}
