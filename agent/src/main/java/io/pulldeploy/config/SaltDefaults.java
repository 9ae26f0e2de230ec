package io.pulldeploy.config;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Salt 3008.3's defaults for the keys that mean something without a master: what {@code opts} holds
 * where no file says otherwise.
 */
final class SaltDefaults {
    private SaltDefaults() {}

    /** A fresh mapping, sorted by key. */
    static Map<String, @Nullable Object> opts() {
        Map<String, @Nullable Object> opts = new LinkedHashMap<>();
        opts.put("__cachedir", "/var/cache/salt/minion");
        opts.put("__cli", "salt-call");
        opts.put("__role", "minion");
        opts.put("backup_mode", "");
        opts.put("cache", "localfs");
        opts.put("cachedir", "/var/cache/salt/minion");
        opts.put("clean_dynamic_modules", true);
        opts.put("cmd_safe", true);
        opts.put("decrypt_pillar", List.of());
        opts.put("decrypt_pillar_default", "gpg");
        opts.put("decrypt_pillar_delimiter", ":");
        opts.put("decrypt_pillar_renderers", List.of("gpg"));
        opts.put("default_include", "minion.d/*.conf");
        opts.put("default_top", "base");
        opts.put("disable_modules", List.of());
        opts.put("disabled_requisites", List.of());
        opts.put("enable_fqdns_grains", false);
        opts.put("env_order", List.of());
        opts.put("extension_modules", "/var/cache/salt/minion/extmods");
        opts.put("extmod_blacklist", Map.of());
        opts.put("extmod_whitelist", Map.of());
        opts.put("failhard", false);
        opts.put("file_buffer_size", 262144L);
        opts.put("file_client", "local");
        opts.put("file_ignore_glob", List.of());
        opts.put("file_ignore_regex", List.of());
        opts.put("file_roots", Map.of("base", List.of("/srv/salt", "/srv/spm/salt")));
        opts.put("fileserver_backend", List.of("roots"));
        opts.put("fileserver_followsymlinks", true);
        opts.put("fileserver_ignoresymlinks", false);
        opts.put("gpg_decrypt_must_succeed", true);
        opts.put("grains_blacklist", List.of());
        opts.put("grains_cache", false);
        opts.put("grains_cache_expiration", 300L);
        opts.put("grains_deep_merge", false);
        opts.put("grains_dirs", List.of());
        opts.put("hash_type", "sha256");
        opts.put("id_function", Map.of());
        opts.put("ipv6", null);
        opts.put("lock_saltenv", false);
        opts.put("log_file", "/var/log/salt/minion");
        opts.put("log_granular_levels", Map.of());
        opts.put("log_level", "warning");
        opts.put("master", "salt");
        opts.put("master_port", 4506L);
        opts.put("minion_id_caching", true);
        opts.put("minion_id_lowercase", false);
        opts.put("minion_id_remove_domain", false);
        opts.put("minion_sign_messages", false);
        opts.put("module_dirs", List.of());
        opts.put("multifunc_ordered", false);
        opts.put("on_demand_ext_pillar", List.of("libvirt", "virtkey"));
        opts.put("pidfile", "/var/run/salt-minion.pid");
        opts.put("pillar.cache_driver", null);
        opts.put("pillar_includes_override_sls", false);
        opts.put("pillar_mask_output", true);
        opts.put("pillar_merge_lists", false);
        opts.put("pillar_roots", Map.of("base", List.of("/srv/pillar", "/srv/spm/pillar")));
        opts.put("pillar_source_merging_strategy", "smart");
        opts.put("pillarenv", null);
        opts.put("pillarenv_from_saltenv", false);
        opts.put("pki_dir", "/etc/salt/pki/minion");
        opts.put("render_dirs", List.of());
        opts.put("renderer", "jinja|yaml");
        opts.put("renderer_blacklist", List.of());
        opts.put("renderer_whitelist", List.of());
        opts.put("root_dir", "/");
        opts.put("saltenv", null);
        opts.put("state_aggregate", false);
        opts.put("state_auto_order", true);
        opts.put("state_events", false);
        opts.put("state_max_parallel", 0L);
        opts.put("state_output", "full");
        opts.put("state_output_diff", false);
        opts.put("state_output_profile", true);
        opts.put("state_queue", false);
        opts.put("state_top", "top.sls");
        opts.put("state_top_saltenv", null);
        opts.put("state_verbose", true);
        opts.put("states_dirs", List.of());
        opts.put("test", false);
        opts.put("top_file", "");
        opts.put("top_file_merging_strategy", "merge");
        opts.put("use_master_when_local", false);
        opts.put("user", "root");
        opts.put("whitelist_modules", List.of());
        opts.put("whitelist_state_modules", List.of());
        return opts;
    }
}
