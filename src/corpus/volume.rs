//! Whether a folder lies where other machines may change it unheard.

use std::path::Path;

/// Whether the folder lies on a file system of another machine or of another program, which tells
/// the kernel nothing of changes made there. Only Linux is asked; elsewhere it is taken to tell.
#[cfg(target_os = "linux")]
#[must_use]
pub fn is_remote(folder: &Path) -> bool {
    // NFS, SMB, SMB2, CIFS, FUSE (sshfs and its like), 9P, AFS, Ceph, VirtualBox.
    const REMOTE: [u32; 9] = [
        0x6969,
        0x517b,
        0xfe53_4d42,
        0xff53_4d42,
        0x6573_5546,
        0x0102_1997,
        0x5346_414f,
        0x00c3_6400,
        0x786f_4256,
    ];
    let Ok(found) = rustix::fs::statfs(folder) else { return false };
    // A number of 32 bits, which some machines keep in more, with its sign.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::unnecessary_cast,
        reason = "what the number is depends on the machine; its lowest 32 bits are the same on all"
    )]
    let kind = found.f_type as u32;
    REMOTE.contains(&kind)
}

/// As above.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn is_remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::is_remote;

    #[test]
    fn a_folder_of_this_machine_is_not_remote() {
        assert!(!is_remote(tempfile::tempdir().unwrap().path()));
        assert!(!is_remote(std::path::Path::new("/none/such")));
    }
}
