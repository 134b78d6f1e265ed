import { ApiRefusal, api } from "./api.ts";

type Begun<O> = { ceremony: string; options: O };
type Enrolled = { id: string; recoveryCodes: string[] | null };
const library = () => import("@simplewebauthn/browser");
type Library = Awaited<ReturnType<typeof library>>;
type EnrolOptions = Parameters<Library["startRegistration"]>[0]["optionsJSON"];
type SignInOptions = Parameters<Library["startAuthentication"]>[0]["optionsJSON"];

/** What the browser says when nothing came of it, in a sentence of ours. */
const refusalOf = (error: unknown): unknown => {
  if (error instanceof ApiRefusal || !(error instanceof Error)) return error;
  const known = error.name === "InvalidStateError";
  const message = known
    ? "This device has a passkey of yours already."
    : "No passkey was given. Try again when you like.";
  return new ApiRefusal("invalid", message, { status: 400 });
};

/** Makes a passkey on this device or key and enrols it. */
export const enrolPasskey = async ({ name, ...proof }: { name: string; password?: string }): Promise<Enrolled> => {
  const { ceremony, options } = await api.post<Begun<EnrolOptions>>("/api/v1/me/passkeys/challenge", proof);
  const { startRegistration } = await library();
  const { id, rawId, type, response, clientExtensionResults } = await startRegistration({ optionsJSON: options }).catch(
    (error: unknown) => Promise.reject(refusalOf(error)),
  );
  const credential = { id, rawId, type, response, clientExtensionResults };
  return api.post<Enrolled>("/api/v1/me/passkeys", { ceremony, name, credential });
};

/** Signs in with a passkey; with a ticket it is the second step after a password. */
export const signInByPasskey = async ({ ticket }: { ticket?: string }): Promise<void> => {
  const { ceremony, options } = await api.post<Begun<SignInOptions>>("/api/v1/session/passkey/challenge", {});
  const { startAuthentication } = await library();
  const { id, rawId, type, response, clientExtensionResults } = await startAuthentication({
    optionsJSON: options,
  }).catch((error: unknown) => Promise.reject(refusalOf(error)));
  const credential = { id, rawId, type, response, clientExtensionResults };
  await api.post("/api/v1/session/passkey", { ceremony, credential, ...(ticket === undefined ? {} : { ticket }) });
};
