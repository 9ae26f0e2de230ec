package io.pulldeploy.render.salt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names that tell a template where it stands: salt.utils.templates.generate_sls_context. */
final class SaltNames {
    private SaltNames() {}

    /**
     * {@code tplpath tplfile tpldir tpldot slspath slsdotpath slscolonpath sls_path}.
     *
     * @param path of the file; empty for a text without one
     */
    static Map<String, @Nullable Object> of(String path, String sls) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        String slsPath = sls.replace('.', '/').replaceFirst("/+$", "");
        if (!path.isEmpty()) {
            String file;
            if (sls.isEmpty()) {
                file = path.substring(path.lastIndexOf('/') + 1);
            } else if (path.endsWith(slsPath + ".sls")) {
                file = path.substring(path.length() - slsPath.length() - 4);
            } else if (path.endsWith(slsPath + "/init.sls")) {
                file = path.substring(path.length() - slsPath.length() - 9);
            } else {
                // A template that is no SLS file is named by what asked for it.
                names.put("tplpath", path);
                names.put("tplfile", sls);
                names.put("tpldir", parent(sls).isEmpty() ? "." : parent(sls));
                return names;
            }
            slsPath = parent(file);
            names.put("tplpath", path);
            names.put("tplfile", file);
            names.put("tpldir", slsPath.isEmpty() ? "." : slsPath);
            names.put("tpldot", slsPath.replace('/', '.'));
        }
        names.put("slspath", slsPath);
        names.put("slsdotpath", slsPath.replace('/', '.'));
        names.put("slscolonpath", slsPath.replace('/', ':'));
        names.put("sls_path", slsPath.replace('/', '_'));
        return names;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
