package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class CpModuleTest {
    private static final String URL = "https://example.com/a/b.txt?v=2";

    @TempDir Path scratch;
    private final FileTree files = new FileTree();
    private PlainMinion minion = new PlainMinion(Map.of(), Map.of(), Map.of(), files, none());
    private int downloads;

    private static Registry<ExecutionFunction> none() {
        return Registry.ofExecutionFunctions();
    }

    @BeforeEach
    void minion() {
        Registry<ExecutionFunction> functions = none();
        functions.add(
                new CpModule(
                                files,
                                uri -> {
                                    downloads++;
                                    if (uri.getPath().equals("/gone")) {
                                        throw new Failure(ExitCode.UNAVAILABLE, "HTTP 404", "");
                                    }
                                    return new ByteArrayInputStream(
                                            "text\n".getBytes(StandardCharsets.UTF_8));
                                })
                        .functions());
        minion =
                new PlainMinion(
                        Map.of("id", "m", "cachedir", scratch + "/cache"),
                        Map.of(),
                        Map.of(),
                        files,
                        functions);
    }

    private @Nullable Object call(String function, Object... args) {
        return minion.call(function, List.of(args), Map.of());
    }

    @Test
    void aFileOfTheWebIsCopiedIntoTheCache() {
        String copy = scratch + "/cache/extrn_files/base/example.com/a/b.txt-v=2";
        assertThat(call("cp.cache_dest", URL)).isEqualTo(copy);
        assertThat(call("cp.cache_file", URL)).isEqualTo(copy);
        assertThat(call("cp.get_file_str", URL)).isEqualTo("text\n");
        assertThat(call("cp.get_url", URL, scratch + "/out")).isEqualTo(scratch + "/out");
        assertThat(files.text(scratch.resolve("out"))).isEqualTo("text\n");
    }

    @Test
    void aCopyWithTheDigestIsNotFetchedAgain() {
        Object hash = "md5=" + Digests.of("md5", "text\n".getBytes(StandardCharsets.UTF_8));
        Map<String, @Nullable Object> expected = Map.of("source_hash", hash);
        minion.call("cp.cache_file", List.of(URL), expected);
        minion.call("cp.cache_file", List.of(URL), expected);
        assertThat(downloads).isEqualTo(1);
    }

    @Test
    void whatCannotBeFetchedSaysWhere() {
        assertThatThrownBy(() -> call("cp.cache_file", "http://example.com/gone"))
                .isInstanceOf(CallError.class)
                .hasMessage("Error: HTTP 404 reading http://example.com/gone");
        assertThatThrownBy(() -> call("cp.cache_file", "s3://bucket/key"))
                .hasMessage("cp functions do not fetch s3://bucket/key");
    }
}
