package dev.mooring.hosttuning.setting;

/** One setting of a host. The same object is written to a file and checked on the host, so the two cannot differ. */
public sealed interface Setting {
    /** The name in reports, stable across versions. */
    String id();

    /** The file that makes it. */
    String file();

    /** The name inside that file. */
    String key();

    Requirement requirement();

    Rationale rationale();

    /** A kernel parameter, written {@code key = value} in sysctl.d. */
    record Sysctl(String key, Requirement requirement, Rationale rationale) implements Setting {
        @Override
        public String id() {
            return key;
        }

        @Override
        public String file() {
            return SysctlFile.PATH;
        }

        /** Where the kernel shows it and takes it. */
        public String kernelPath() {
            return "/proc/sys/" + key.replace('.', '/');
        }
    }

    /**
     * A resource limit of sessions that PAM opens: shells over SSH, and what is started from them. Services are not
     * among them.
     *
     * @param domain {@code *} for everybody but root, or {@code root}
     * @param type {@code soft} or {@code hard}
     */
    record Limit(String domain, String type, Requirement requirement, Rationale rationale) implements Setting {
        @Override
        public String id() {
            return "nofile " + (domain.equals("*") ? "everyone" : domain) + " " + type;
        }

        @Override
        public String file() {
            return LimitsFile.PATH;
        }

        @Override
        public String key() {
            return domain + " " + type + " nofile";
        }
    }

    /**
     * A property of the server's systemd unit.
     *
     * @param key its name in the unit file
     * @param shown its name in {@code systemctl show}, which differs for times
     */
    record UnitProperty(String key, String shown, Requirement requirement, Rationale rationale) implements Setting {
        @Override
        public String id() {
            return "unit " + key;
        }

        @Override
        public String file() {
            return ServerUnit.PATH;
        }
    }

    /**
     * A kernel module that is loaded now and at every boot.
     *
     * @param key the module's name
     * @param options what modprobe.d gives it
     */
    record KernelModule(String key, String options, Requirement requirement, Rationale rationale) implements Setting {
        @Override
        public String id() {
            return "module " + key;
        }

        @Override
        public String file() {
            return ModuleFiles.LOAD_PATH;
        }
    }
}
