package io.pulldeploy.engine.compile;

/**
 * An SLS or top file as it stands on disk.
 *
 * @param path where a reader can open it
 * @param relativePath below its root, with slashes: {@code nginx/init.sls}
 */
public record SlsFile(String text, String path, String relativePath, String saltenv) {}
