/* Opens a PAM session for each user named and prints the open files that pam_limits asks for, which it may not get here. */
#include <security/pam_appl.h>
#include <stdio.h>
#include <sys/resource.h>

static const char *user;

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
    if (resource == RLIMIT_NOFILE)
        printf("%s %llu %llu\n", user, (unsigned long long) limit->rlim_cur, (unsigned long long) limit->rlim_max);
    return 0;
}

int setrlimit64(__rlimit_resource_t resource, const struct rlimit64 *limit)
{
    return setrlimit(resource, (const struct rlimit *) limit);
}

static int no_conversation(int count, const struct pam_message **messages, struct pam_response **answers, void *data)
{
    return PAM_CONV_ERR;
}

int main(int count, char **users)
{
    struct pam_conv conversation = {no_conversation, NULL};
    for (int index = 1; index < count; index++) {
        pam_handle_t *handle = NULL;
        user = users[index];
        int code = pam_start("limits", user, &conversation, &handle);
        if (code == PAM_SUCCESS)
            code = pam_open_session(handle, PAM_SILENT);
        printf("%s exit %d\n", user, code);
        pam_end(handle, code);
    }
    return 0;
}
