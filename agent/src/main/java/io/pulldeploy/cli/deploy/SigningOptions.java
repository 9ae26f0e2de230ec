package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.SigningKey;
import io.pulldeploy.cli.Argument;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The key that signs what is published and promoted. */
final class SigningOptions {
    private final Argument<Path> key =
            Argument.option(
                    Path.class,
                    "FILE",
                    "Sign with this Ed25519 key, as 'openssl genpkey -algorithm ed25519' writes it.",
                    "--key");

    private final Argument<String> id =
            Argument.option(
                    "ID",
                    "The key's name in trusted_keys; else the file's name without its extension.",
                    "--key-id");

    List<Argument<?>> all() {
        return List.of(key, id);
    }

    Optional<SigningKey> key(FileTree files) {
        return key.given()
                .map(file -> {
                    if (!files.isFile(file)) {
                        throw new Failure(
                                ExitCode.USAGE,
                                "there is no key " + file,
                                "Give --key the file that holds it; 'openssl genpkey -algorithm ed25519 -out"
                                        + " FILE' makes one.");
                    }
                    return SigningKey.of(id.or(nameOf(file)), files.text(file));
                });
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
