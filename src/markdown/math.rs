//! Formulas as Unicode on one line.
//!
//! `E = mc^2` reads `E = mc²`, `\sum_{i=1}^n` reads `∑ᵢ₌₁ⁿ`, `\frac{a}{b}` reads `a/b`. Only what
//! every writer of TeX uses is known; a formula with anything else, or with rows of its own
//! (`\\`, `&`, `\begin`), is not converted and stays in its source. Where no raised or lowered
//! character exists, the script is kept, a word as it is (`d_model`), else in brackets: `e^(-x/2q)`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Groups within one another that are followed.
const DEPTH: usize = 16;

/// `tex` as Unicode text of one line; `None` where it holds what is not known here.
#[must_use]
pub fn to_unicode(tex: &str) -> Option<String> {
    let mut reader = Reader { rest: tex.trim(), depth: 0 };
    let out = reader.list(None)?;
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// `text` raised; `None` where Unicode cannot.
#[must_use]
pub fn raised(text: &str) -> Option<String> {
    converted(text, RAISED)
}

/// `text` lowered; `None` where Unicode cannot.
#[must_use]
pub fn lowered(text: &str) -> Option<String> {
    converted(text, LOWERED)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Everything up to `end`, or to the end of the formula.
    fn list(&mut self, end: Option<char>) -> Option<String> {
        let mut out = String::new();
        loop {
            let Some(c) = self.next() else { return end.is_none().then_some(out) };
            match c {
                _ if Some(c) == end => return Some(out),
                '}' | '&' | '$' | '#' => return None,
                '^' | '_' => {
                    let inner = self.argument()?;
                    let pairs = if c == '^' { RAISED } else { LOWERED };
                    if !script(&mut out, c, inner.trim(), pairs)
                        && self.rest.starts_with(char::is_alphanumeric)
                    {
                        blank(&mut out);
                    }
                }
                '{' | '\\' => self.deeper(c, &mut out)?,
                '~' => blank(&mut out),
                c if c.is_whitespace() => blank(&mut out),
                c => out.push(c),
            }
        }
    }

    /// A group or a command, of which the first character was read.
    fn deeper(&mut self, first: char, out: &mut String) -> Option<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        if first == '{' {
            out.push_str(&self.list(Some('}'))?);
        } else {
            self.command(out)?;
        }
        self.depth -= 1;
        Some(())
    }

    /// A group, a command or a character, as what a command is applied to.
    fn argument(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let mut out = String::new();
        match self.next()? {
            c @ ('{' | '\\') => self.deeper(c, &mut out)?,
            '}' | '^' | '_' | '&' => return None,
            c => out.push(c),
        }
        Some(out.trim().to_owned())
    }

    /// Text between braces as it stands.
    fn verbatim(&mut self) -> Option<&str> {
        let (text, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        self.rest = rest;
        (!text.contains(['{', '\\', '$'])).then_some(text)
    }

    fn command(&mut self, out: &mut String) -> Option<()> {
        let length = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        if length == 0 {
            match self.next()? {
                c @ ('{' | '}' | '%' | '$' | '#' | '_' | '&') => out.push(c),
                '|' => out.push('‖'),
                ',' | ';' | ':' | ' ' | '>' | '\n' => blank(out),
                '!' => {}
                _ => return None,
            }
            return Some(());
        }
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest.trim_start();
        match COMMANDS.get(name) {
            Some(Command::Sign(sign)) => out.push_str(sign),
            Some(Command::Relation(sign)) => relation(out, sign),
            Some(Command::Function) => {
                if out.ends_with(char::is_alphanumeric) {
                    out.push(' ');
                }
                out.push_str(name);
                if self.rest.starts_with(|c: char| c.is_alphanumeric() || c == '\\') {
                    out.push(' ');
                }
            }
            None => self.structure(name, out)?,
        }
        Some(())
    }

    /// Commands that do something to what follows.
    fn structure(&mut self, name: &str, out: &mut String) -> Option<()> {
        match name {
            "frac" | "dfrac" | "tfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                out.push_str(&bracketed(above));
                out.push('/');
                out.push_str(&bracketed(below));
            }
            "sqrt" => {
                if let Some((root, rest)) = self.rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
                {
                    self.rest = rest;
                    out.push_str(&converted(root, RAISED)?);
                }
                out.push('√');
                out.push_str(&bracketed(self.argument()?));
            }
            "text" | "textrm" | "textbf" | "textit" | "mbox" | "operatorname" => {
                out.push_str(self.verbatim()?);
            }
            "mathrm" | "mathit" | "mathbf" | "mathsf" | "mathtt" | "boldsymbol" | "bm" => {
                out.push_str(&self.argument()?);
            }
            "mathbb" => out.push_str(&converted(&self.argument()?, DOUBLED)?),
            "not" => relation(out, find(NEGATED, &self.argument()?)?),
            "quad" | "qquad" => blank(out),
            "left" | "right" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" => {
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
            }
            "displaystyle" | "limits" | "nolimits" => {}
            accent => {
                let mark = find(ACCENTS, accent)?;
                let inner = self.argument()?;
                if inner.chars().count() != 1 {
                    return None;
                }
                out.push_str(&inner);
                out.push_str(mark);
            }
        }
        Some(())
    }
}

/// What a command that takes nothing stands for.
#[derive(Clone, Copy)]
enum Command {
    /// A sign that stands close to what is beside it.
    Sign(&'static str),
    /// A sign with a blank at either side.
    Relation(&'static str),
    /// Its own name, upright.
    Function,
}

/// The commands by name.
static COMMANDS: LazyLock<HashMap<&'static str, Command>> = LazyLock::new(|| {
    let signs = pairs(ORDINARY).map(|(name, sign)| (name, Command::Sign(sign)));
    let relations = pairs(RELATIONS).map(|(name, sign)| (name, Command::Relation(sign)));
    signs.chain(relations).chain(FUNCTIONS.split(' ').map(|name| (name, Command::Function))).collect()
});

/// One blank, where there is none yet.
fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn relation(out: &mut String, sign: &str) {
    blank(out);
    out.push_str(sign);
    out.push(' ');
}

/// `part` in brackets, unless it is one thing.
fn bracketed(part: String) -> String {
    let joins = |c: char| c.is_whitespace() || "+-*/=<>,±·×÷≤≥≠".contains(c);
    if part.contains(joins) { format!("({part})") } else { part }
}

/// Appends an index or exponent; says whether there are characters for it.
fn script(out: &mut String, mark: char, inner: &str, pairs: &str) -> bool {
    out.truncate(out.trim_end().len());
    if let Some(converted) = converted(inner, pairs) {
        out.push_str(&converted);
        return true;
    }
    out.push(mark);
    if inner.chars().count() == 1 || inner.chars().all(char::is_alphanumeric) {
        out.push_str(inner);
    } else {
        out.extend(["(", inner, ")"]);
    }
    false
}

/// Each character of `text` as what stands behind it in a string of pairs.
fn converted(text: &str, pairs: &str) -> Option<String> {
    let of = |c| {
        let mut chars = pairs.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            if from == c {
                return Some(to);
            }
        }
        None
    };
    text.chars().filter(|&c| c != ' ').map(of).collect()
}

/// The word behind `name` in lines of pairs.
fn find(table: &'static [&'static str], name: &str) -> Option<&'static str> {
    pairs(table).find(|&(word, _)| word == name).map(|(_, meaning)| meaning)
}

/// The pairs of words in lines of them.
fn pairs(table: &'static [&'static str]) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.iter().flat_map(|line| {
        let mut words = line.split(' ');
        std::iter::from_fn(move || Some((words.next()?, words.next()?)))
    })
}

const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻAᴬBᴮDᴰEᴱGᴳHᴴ\
    IᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂβᵝγᵞδᵟθᶿφᵠ′′∘°*＊";
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

const DOUBLED: &str = "CℂHℍNℕPℙQℚRℝZℤ";
const ACCENTS: &[&str] =
    &["hat \u{302} bar \u{304} overline \u{304} vec \u{20d7} dot \u{307} ddot \u{308} tilde \u{303}"];
const NEGATED: &[&str] = &["= ≠ ∈ ∉ ⊂ ⊄ ≡ ≢"];

/// Names that are written upright.
const FUNCTIONS: &str = "arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd inf ker lim ln log max min mod Pr sec \
    sin sinh sup tan tanh argmax argmin";

/// Signs that stand close to what is beside them.
const ORDINARY: &[&str] = &[
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν",
    "xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω",
    "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω",
    "sum ∑ prod ∏ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ partial ∂ nabla ∇ infty ∞ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬",
    "emptyset ∅ varnothing ∅ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ angle ∠ triangle △ degree ° prime ′ dagger † ldots … cdots ⋯",
    "dots … vdots ⋮ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } vert | lvert | rvert | Vert ‖",
    "lVert ‖ rVert ‖ backslash \\ circ ∘ star ⋆ ast * bullet • top ⊤ bot ⊥ square □ checkmark ✓ colon :",
];

/// Signs with a blank at either side.
const RELATIONS: &[&str] = &[
    "le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ lt < gt >",
    "in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ land ∧ wedge ∧ lor ∨ vee ∨ mid |",
    "to → rightarrow → leftarrow ← gets ← Rightarrow ⇒ implies ⇒ Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔ iff ⇔ mapsto ↦",
    "longrightarrow ⟶ uparrow ↑ downarrow ↓ times × cdot · div ÷ pm ± mp ∓ oplus ⊕ otimes ⊗ odot ⊙ perp ⊥ parallel ∥ models ⊨",
    "vdash ⊢ therefore ∴ because ∵ coloneqq ≔ triangleq ≜",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::to_unicode;

    #[test]
    fn what_can_be_read_on_one_line_is_converted() {
        for (tex, expected) in [
            ("E = mc^2", "E = mc²"),
            (r"\alpha_i", "αᵢ"),
            (r"\frac{a}{b}", "a/b"),
            (r"\frac{a+b}{2c}", "(a+b)/2c"),
            (r"\frac{f(x)}{\sqrt{x+1}}", "f(x)/(√(x+1))"),
            (r"\sum_{i=1}^n a_i", "∑ᵢ₌₁ⁿ aᵢ"),
            (r"\int_0^\infty e^{-x}\,dx", "∫₀^∞ e⁻ˣ dx"),
            (r"\text{가격} \leq 5\%", "가격 ≤ 5%"),
            (r"\text{距離} / \text{時間}", "距離 / 時間"),
            (r"O(n \log n)", "O(n log n)"),
            (r"x \in \mathbb{R}^n", "x ∈ ℝⁿ"),
            (r"a\times b", "a × b"),
            (r"\hat{y} = \sqrt[3]{x}", "y\u{302} = ³√x"),
            (r"\left( \frac{1}{2} \right)", "( 1/2 )"),
            (r"x_{max}, y_q, e^{-x/2q}", "xₘₐₓ, y_q, e^(-x/2q)"),
            (r"f'(x) \to 0", "f'(x) → 0"),
            (r"a \not= b", "a ≠ b"),
            (r"A^T", "Aᵀ"),
            ("速度", "速度"),
        ] {
            assert_eq!(to_unicode(tex).as_deref(), Some(expected), "{tex}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_converted() {
        for tex in [
            "",
            r"\begin{x}a\end{x}",
            r"a \\ b",
            "a & b",
            r"\nosuch",
            "{",
            "}",
            "x^",
            r"\frac{a}",
            r"\text{a",
            r"\hat{xy}",
            r"\mathbb{r}",
            "a$b",
        ] {
            assert_eq!(to_unicode(tex), None, "{tex}");
        }
        assert_eq!(to_unicode(&"{".repeat(100_000)), None);
        assert_eq!(to_unicode(&"x^\\sqrt".repeat(10_000)), None);
    }

    proptest! {
        #[test]
        fn any_source_is_read_without_panic(parts in proptest::collection::vec(proptest::sample::select(vec![
            "{", "}", "^", "_", "\\", "\\frac", "\\sqrt", "[", "]", "\\text{", "a", "1", "猫", "한", " ", "\\alpha", "\\le", "\\sin",
            "\\left", ".", "\\not", "=", "\\hat", "'", "\\mathbb", "\\,",
        ]), 0..20)) {
            if let Some(read) = to_unicode(&parts.concat()) {
                prop_assert!(!read.is_empty() && !read.contains('\n'));
            }
        }
    }
}
