/** The words at the gate of a private page. `{page}` is its name. */
const en = {
  private_title: "{page} is private",
  password_text: "Enter the password that you were given.",
  password_label: "Password",
  wrong_password: "That is not the password. Check it and try again.",
  email_text:
    "Enter your e-mail address. If it may read this page, a link that opens it is on its way to you.",
  customer_title: "See your own services",
  customer_text:
    "Enter the e-mail address that {page} has of you. If it is known, a link to your components, your service level and your credits is on its way to you.",
  email_label: "E-mail address",
  bad_email: "This is not an e-mail address. Write one such as ana@example.com.",
  members_text: "Members of the organization open it with their own account.",
  members_action: "Sign in as a member",
  open: "Open the page",
  send: "Mail me a link",
  sent_title: "Look into your mailbox",
  sent_text:
    "If this address may read the page, a link is on its way. It opens the page once, for 15 minutes.",
  confirm_title: "Open {page}",
  confirm_text: "One click, and this browser may read the page for 12 hours.",
  used_title: "This link opens nothing any more",
  used_text: "It was used already, or its 15 minutes are over. Ask for another one.",
  again: "Ask for another link",
  too_many: "Too many attempts. Try again in {minutes} min.",
  refused: "The form came from another site, so nothing was done. Open the page and try again.",
  mail_subject: "Open {page}",
  mail_preview: "A link that opens the page. Valid for 15 minutes, once.",
  mail_text: "This link opens {page} in your browser. It works once, for 15 minutes.",
  mail_footnote: "If you did not ask for this, do nothing: without the link nobody gets in.",
} as const;

export type GateWord = keyof typeof en;
type GateWords = { readonly [Word in GateWord]: string };

const de: GateWords = {
  private_title: "{page} ist nicht öffentlich",
  password_text: "Geben Sie das Passwort ein, das Sie erhalten haben.",
  password_label: "Passwort",
  wrong_password: "Das ist nicht das Passwort. Bitte prüfen und noch einmal versuchen.",
  email_text:
    "Geben Sie Ihre E-Mail-Adresse ein. Wenn sie diese Seite lesen darf, ist ein Link unterwegs, der sie öffnet.",
  customer_title: "Ihre eigenen Dienste ansehen",
  customer_text:
    "Geben Sie die E-Mail-Adresse ein, die {page} von Ihnen kennt. Ist sie bekannt, kommt ein Link zu Ihren Komponenten, Ihrem Service-Level und Ihren Gutschriften.",
  email_label: "E-Mail-Adresse",
  bad_email: "Das ist keine E-Mail-Adresse. Beispiel: ana@example.com.",
  members_text: "Mitglieder der Organisation öffnen sie mit ihrem eigenen Konto.",
  members_action: "Als Mitglied anmelden",
  open: "Seite öffnen",
  send: "Link per E-Mail senden",
  sent_title: "Sehen Sie in Ihr Postfach",
  sent_text:
    "Wenn diese Adresse die Seite lesen darf, ist ein Link unterwegs. Er öffnet sie einmal, 15 Minuten lang.",
  confirm_title: "{page} öffnen",
  confirm_text: "Ein Klick, und dieser Browser darf die Seite 12 Stunden lang lesen.",
  used_title: "Dieser Link öffnet nichts mehr",
  used_text: "Er wurde schon benutzt, oder seine 15 Minuten sind vorbei. Fordern Sie einen neuen an.",
  again: "Neuen Link anfordern",
  too_many: "Zu viele Versuche. Versuchen Sie es in {minutes} Min. wieder.",
  refused:
    "Das Formular kam von einer anderen Seite, darum ist nichts geschehen. Öffnen Sie die Seite und versuchen Sie es noch einmal.",
  mail_subject: "{page} öffnen",
  mail_preview: "Ein Link, der die Seite öffnet. Gilt einmal, 15 Minuten lang.",
  mail_text: "Dieser Link öffnet {page} in Ihrem Browser. Er gilt einmal, 15 Minuten lang.",
  mail_footnote: "Wenn Sie das nicht angefordert haben, tun Sie nichts: Ohne den Link kommt niemand hinein.",
};

const fr: GateWords = {
  private_title: "{page} est privée",
  password_text: "Saisissez le mot de passe que vous avez reçu.",
  password_label: "Mot de passe",
  wrong_password: "Ce n’est pas le mot de passe. Vérifiez-le et réessayez.",
  email_text:
    "Saisissez votre adresse e-mail. Si elle peut lire cette page, un lien qui l’ouvre vous est envoyé.",
  customer_title: "Voir vos propres services",
  customer_text:
    "Saisissez l’adresse e-mail que {page} connaît de vous. Si elle est connue, un lien vers vos composants, votre niveau de service et vos avoirs vous est envoyé.",
  email_label: "Adresse e-mail",
  bad_email: "Ce n’est pas une adresse e-mail. Exemple : ana@example.com.",
  members_text: "Les membres de l’organisation l’ouvrent avec leur propre compte.",
  members_action: "Se connecter comme membre",
  open: "Ouvrir la page",
  send: "M’envoyer un lien",
  sent_title: "Consultez votre messagerie",
  sent_text:
    "Si cette adresse peut lire la page, un lien est en route. Il l’ouvre une fois, pendant 15 minutes.",
  confirm_title: "Ouvrir {page}",
  confirm_text: "Un clic, et ce navigateur pourra lire la page pendant 12 heures.",
  used_title: "Ce lien n’ouvre plus rien",
  used_text: "Il a déjà servi, ou ses 15 minutes sont passées. Demandez-en un autre.",
  again: "Demander un autre lien",
  too_many: "Trop d’essais. Réessayez dans {minutes} min.",
  refused: "Le formulaire venait d’un autre site, rien n’a donc été fait. Ouvrez la page et réessayez.",
  mail_subject: "Ouvrir {page}",
  mail_preview: "Un lien qui ouvre la page. Valable une fois, 15 minutes.",
  mail_text: "Ce lien ouvre {page} dans votre navigateur. Il fonctionne une fois, pendant 15 minutes.",
  mail_footnote: "Si vous n’avez rien demandé, ne faites rien : sans le lien, personne n’entre.",
};

const es: GateWords = {
  private_title: "{page} es privada",
  password_text: "Escriba la contraseña que recibió.",
  password_label: "Contraseña",
  wrong_password: "Esa no es la contraseña. Compruébela e inténtelo de nuevo.",
  email_text: "Escriba su dirección de correo. Si puede leer esta página, le llegará un enlace que la abre.",
  customer_title: "Ver sus propios servicios",
  customer_text:
    "Escriba la dirección de correo que {page} tiene de usted. Si la conoce, le llegará un enlace a sus componentes, su nivel de servicio y sus abonos.",
  email_label: "Correo electrónico",
  bad_email: "Esto no es una dirección de correo. Ejemplo: ana@example.com.",
  members_text: "Los miembros de la organización la abren con su propia cuenta.",
  members_action: "Entrar como miembro",
  open: "Abrir la página",
  send: "Enviarme un enlace",
  sent_title: "Mire su buzón",
  sent_text:
    "Si esta dirección puede leer la página, un enlace está en camino. La abre una vez, durante 15 minutos.",
  confirm_title: "Abrir {page}",
  confirm_text: "Un clic, y este navegador podrá leer la página durante 12 horas.",
  used_title: "Este enlace ya no abre nada",
  used_text: "Ya se usó, o pasaron sus 15 minutos. Pida otro.",
  again: "Pedir otro enlace",
  too_many: "Demasiados intentos. Vuelva a intentarlo en {minutes} min.",
  refused: "El formulario venía de otro sitio, así que no se hizo nada. Abra la página e inténtelo de nuevo.",
  mail_subject: "Abrir {page}",
  mail_preview: "Un enlace que abre la página. Vale una vez, 15 minutos.",
  mail_text: "Este enlace abre {page} en su navegador. Funciona una vez, durante 15 minutos.",
  mail_footnote: "Si no lo pidió, no haga nada: sin el enlace no entra nadie.",
};

const ptBR: GateWords = {
  private_title: "{page} é privada",
  password_text: "Digite a senha que você recebeu.",
  password_label: "Senha",
  wrong_password: "Essa não é a senha. Confira e tente de novo.",
  email_text: "Digite seu e-mail. Se ele puder ler esta página, um link que a abre está a caminho.",
  customer_title: "Ver seus próprios serviços",
  customer_text:
    "Digite o e-mail que {page} tem de você. Se for conhecido, um link para seus componentes, seu nível de serviço e seus créditos está a caminho.",
  email_label: "E-mail",
  bad_email: "Isto não é um e-mail. Exemplo: ana@example.com.",
  members_text: "Membros da organização a abrem com a própria conta.",
  members_action: "Entrar como membro",
  open: "Abrir a página",
  send: "Enviar um link",
  sent_title: "Veja sua caixa de entrada",
  sent_text:
    "Se este endereço puder ler a página, um link está a caminho. Ele a abre uma vez, por 15 minutos.",
  confirm_title: "Abrir {page}",
  confirm_text: "Um clique, e este navegador poderá ler a página por 12 horas.",
  used_title: "Este link não abre mais nada",
  used_text: "Já foi usado, ou seus 15 minutos passaram. Peça outro.",
  again: "Pedir outro link",
  too_many: "Tentativas demais. Tente de novo em {minutes} min.",
  refused: "O formulário veio de outro site, por isso nada foi feito. Abra a página e tente de novo.",
  mail_subject: "Abrir {page}",
  mail_preview: "Um link que abre a página. Vale uma vez, por 15 minutos.",
  mail_text: "Este link abre {page} no seu navegador. Funciona uma vez, por 15 minutos.",
  mail_footnote: "Se você não pediu isto, não faça nada: sem o link ninguém entra.",
};

const ja: GateWords = {
  private_title: "{page} は非公開です",
  password_text: "受け取ったパスワードを入力してください。",
  password_label: "パスワード",
  wrong_password: "パスワードが違います。確認してもう一度お試しください。",
  email_text:
    "メールアドレスを入力してください。このページを閲覧できるアドレスであれば、ページを開くリンクをお送りします。",
  customer_title: "ご利用中のサービスを見る",
  customer_text:
    "{page} に登録されているメールアドレスを入力してください。登録があれば、コンポーネント、サービスレベル、クレジットを確認できるリンクをお送りします。",
  email_label: "メールアドレス",
  bad_email: "メールアドレスではありません。例: ana@example.com",
  members_text: "組織のメンバーは自分のアカウントで開けます。",
  members_action: "メンバーとしてサインイン",
  open: "ページを開く",
  send: "リンクをメールで受け取る",
  sent_title: "メールをご確認ください",
  sent_text: "閲覧できるアドレスであれば、リンクをお送りしました。15分間、1回だけ有効です。",
  confirm_title: "{page} を開く",
  confirm_text: "クリックすると、このブラウザーで12時間ページを閲覧できます。",
  used_title: "このリンクはもう使えません",
  used_text: "使用済みか、15分の有効期限が切れています。新しいリンクを依頼してください。",
  again: "新しいリンクを依頼する",
  too_many: "試行回数が多すぎます。{minutes} 分後にもう一度お試しください。",
  refused: "別のサイトから送信されたため、何も行われませんでした。ページを開いてもう一度お試しください。",
  mail_subject: "{page} を開く",
  mail_preview: "ページを開くリンクです。15分間、1回だけ有効です。",
  mail_text: "このリンクで {page} をブラウザーで開けます。15分間、1回だけ有効です。",
  mail_footnote: "心当たりがない場合は何もしないでください。リンクがなければ誰も開けません。",
};

const zhCN: GateWords = {
  private_title: "{page} 不公开",
  password_text: "请输入您收到的密码。",
  password_label: "密码",
  wrong_password: "密码不正确。请检查后重试。",
  email_text: "请输入您的邮箱地址。如果它可以查看此页面，打开页面的链接将发送给您。",
  customer_title: "查看您自己的服务",
  customer_text:
    "请输入 {page} 登记的您的邮箱地址。如已登记，您将收到链接，可查看您的组件、服务水平和抵扣额。",
  email_label: "邮箱地址",
  bad_email: "这不是邮箱地址。示例：ana@example.com",
  members_text: "组织成员可用自己的账户打开。",
  members_action: "以成员身份登录",
  open: "打开页面",
  send: "把链接发到我的邮箱",
  sent_title: "请查看您的邮箱",
  sent_text: "如果此地址可以查看页面，链接已在路上。链接只能使用一次，15 分钟内有效。",
  confirm_title: "打开 {page}",
  confirm_text: "点击一下，此浏览器即可在 12 小时内查看页面。",
  used_title: "此链接已失效",
  used_text: "链接已被使用，或 15 分钟已过。请重新索取。",
  again: "重新索取链接",
  too_many: "尝试次数过多。请在 {minutes} 分钟后重试。",
  refused: "表单来自其他网站，因此没有执行任何操作。请打开页面重试。",
  mail_subject: "打开 {page}",
  mail_preview: "打开页面的链接。15 分钟内有效，只能使用一次。",
  mail_text: "此链接可在浏览器中打开 {page}。只能使用一次，15 分钟内有效。",
  mail_footnote: "如果不是您本人请求，请忽略：没有此链接任何人都无法进入。",
};

const ar: GateWords = {
  private_title: "صفحة {page} خاصة",
  password_text: "أدخل كلمة المرور التي تلقيتها.",
  password_label: "كلمة المرور",
  wrong_password: "كلمة المرور غير صحيحة. تحقق منها وحاول مرة أخرى.",
  email_text: "أدخل عنوان بريدك الإلكتروني. إذا كان مسموحًا له بقراءة هذه الصفحة فسيصلك رابط يفتحها.",
  customer_title: "اطّلع على خدماتك",
  customer_text:
    "أدخل عنوان البريد الإلكتروني المسجل لدى {page}. إذا كان معروفًا فسيصلك رابط إلى مكوّناتك ومستوى خدمتك وأرصدتك.",
  email_label: "البريد الإلكتروني",
  bad_email: "هذا ليس عنوان بريد إلكتروني. مثال: ana@example.com",
  members_text: "يفتحها أعضاء المؤسسة بحساباتهم.",
  members_action: "الدخول كعضو",
  open: "افتح الصفحة",
  send: "أرسل لي رابطًا",
  sent_title: "انظر في بريدك",
  sent_text: "إذا كان مسموحًا لهذا العنوان بقراءة الصفحة فالرابط في الطريق. يفتحها مرة واحدة خلال 15 دقيقة.",
  confirm_title: "افتح {page}",
  confirm_text: "بنقرة واحدة يستطيع هذا المتصفح قراءة الصفحة لمدة 12 ساعة.",
  used_title: "لم يعد هذا الرابط يفتح شيئًا",
  used_text: "استُخدم من قبل أو انتهت دقائقه الخمس عشرة. اطلب رابطًا آخر.",
  again: "اطلب رابطًا آخر",
  too_many: "محاولات كثيرة. حاول مرة أخرى بعد {minutes} دقيقة.",
  refused: "جاء النموذج من موقع آخر فلم يُنفَّذ شيء. افتح الصفحة وحاول مرة أخرى.",
  mail_subject: "افتح {page}",
  mail_preview: "رابط يفتح الصفحة. صالح مرة واحدة خلال 15 دقيقة.",
  mail_text: "يفتح هذا الرابط {page} في متصفحك. يعمل مرة واحدة خلال 15 دقيقة.",
  mail_footnote: "إذا لم تطلب ذلك فلا تفعل شيئًا: لا يدخل أحد من دون الرابط.",
};

/** Every language a page can be read in. */
export const gateCatalogs: Readonly<Record<string, GateWords>> = {
  ...{ en, de, fr, es, ja, ar },
  "pt-BR": ptBR,
  "zh-CN": zhCN,
};

/** A word in the reader's language, its names filled in; English where a language is not ours. */
export function gateWord(
  locale: string,
  word: GateWord,
  values: Readonly<Record<string, string>> = {},
): string {
  return (gateCatalogs[locale] ?? en)[word].replace(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}
